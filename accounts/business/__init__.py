"""Contracts, negotiations, tenders, service, revenue and targets."""
