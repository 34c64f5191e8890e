"""Committees and working meetings: who sits there, when they meet, what is discussed, decided and kept."""

from projects.governance.diary import meetings_between

__all__ = ["meetings_between"]
