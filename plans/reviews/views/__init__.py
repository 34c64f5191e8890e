"""The pages of a review: prepared, held, closed."""
