"""The people of the client, and what was said between them and us."""
