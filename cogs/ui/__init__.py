"""What all features share in Discord: buttons and forms, who acts, who reads, the look."""
