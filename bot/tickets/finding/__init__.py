"""Finding tickets by what somebody remembers of them."""
