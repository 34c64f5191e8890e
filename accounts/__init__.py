"""Whom we serve: the account, its tree, its team, its figures, imports, and the access rule that everybody inherits."""
