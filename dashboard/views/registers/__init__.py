"""What the registers say on screen."""
