"""Projects that start from a template: one's own, those that colleagues offer, those that are there from the beginning."""
