"""What we do about it: client projects, how long they take, and how sure that is."""
