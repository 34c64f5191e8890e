"""What joins people: introductions, ties, and the answers that they allow."""
