"""Finding tickets by what stands in them."""
