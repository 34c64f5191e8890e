"""The pages on which a client writes, and those on which we answer."""
