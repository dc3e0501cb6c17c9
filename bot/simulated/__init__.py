"""Discord in memory, put right where simcord differs from the real one: the demo and the tests stand on it."""
