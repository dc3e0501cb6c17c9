"""What people see and press: controls, sentences, embeds, and who acts."""
