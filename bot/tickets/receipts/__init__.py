"""What has been made of tickets in Discord."""
