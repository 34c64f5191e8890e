"""What an invited client sees and writes; reads only shared editions."""
