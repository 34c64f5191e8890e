"""What we do about it: client projects, scheduling, forecast."""
