"""Shadow mode: staff judge what the FAQ would have answered, and learn which threshold would have been right."""
