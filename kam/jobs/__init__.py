"""Long work that can be left and found again: who, what, percent, message, result."""
