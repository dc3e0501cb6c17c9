"""Those who ask what a neighbour has just been answered."""
