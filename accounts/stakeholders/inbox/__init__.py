"""Lines captured on the way, sorted into what they are: a person, a piece of knowledge, an exchange, a note."""
