"""When we do it: key moments, entries, presence, the year planner."""
