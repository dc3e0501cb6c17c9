"""What is done so that tickets do not come back."""
