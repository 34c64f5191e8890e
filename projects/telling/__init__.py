"""Progress bulletins: drafted from facts, edited, sent to chosen people, and who read them."""
