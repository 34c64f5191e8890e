"""The mêlée map: our people above, theirs below, and what joins them."""
