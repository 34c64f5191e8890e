"""The journal of an account: what was said, learned, noted and filed, in one line of time."""
