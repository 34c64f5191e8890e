"""What a guest of the client reads of the projects that are shared with him, and what he says of their results."""
