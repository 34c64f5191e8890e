"""What a project hands over, its milestones as the client accepts them, and what may come in its way."""
