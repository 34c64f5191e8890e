"""Forms of the account and of what belongs to it."""
