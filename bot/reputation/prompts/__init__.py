"""Small questions to an asker who says thanks: who of those who answered has helped."""
