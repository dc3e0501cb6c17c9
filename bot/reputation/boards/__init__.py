"""What is shown of reputation: leaderboards, standings, and why a line stands there."""
