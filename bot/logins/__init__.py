"""How often Discord is logged in to: it resets the token of a bot that does so a thousand times a day."""
