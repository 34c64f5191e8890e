"""Writing a plan together: its sections, who is in charge of them, comments, health, and the director's reading."""
