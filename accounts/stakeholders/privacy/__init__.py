"""What we hold of a person: who reads our opinions, all of it in one file, and its erasure."""
