"""What resolved tickets cost staff, why they came, and what was wrong with the FAQ."""
