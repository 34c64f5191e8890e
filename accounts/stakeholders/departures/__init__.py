"""Influential people who leave: the task that their departure opens, and how it is settled."""
