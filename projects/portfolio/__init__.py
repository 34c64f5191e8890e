"""All projects at once: their list, their bars, their search."""
