"""What was said before in a channel and to a member, as far as it holds an answer back."""
