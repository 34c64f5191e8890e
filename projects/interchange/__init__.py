"""Schedules of other programs, in and out."""
