"""Bringing a portfolio in from files: read, map, dry run, apply, roll back."""
