"""Figures of relations for all accounts at once, one grouped query each, and the rows that explain one account."""
