"""What an invited client writes, and how the KAM answers."""
