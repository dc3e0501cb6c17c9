"""What is left of questions that nothing was said to: how many there were."""
