"""What is kept of members: shown, taken along, and erased when they wish or when its time is over."""
