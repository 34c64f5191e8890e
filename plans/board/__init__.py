"""The boards of a plan: what is moved and linked by hand, the chain from evidence to action, its years."""
