"""What members choose about what is kept of them."""
