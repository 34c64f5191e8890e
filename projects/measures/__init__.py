"""Figures of projects for all accounts at once, one grouped query each, and the rows that explain one account."""
