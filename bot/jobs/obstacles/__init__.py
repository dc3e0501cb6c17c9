"""Obstacles in the database: met, told to people, and gone when nothing waits for them."""
