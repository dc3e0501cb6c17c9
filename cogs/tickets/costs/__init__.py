"""What tickets cost, as staff say it in forms and read it of a ticket."""
