"""Who works on what, who was handed what, and how much that is a week."""
