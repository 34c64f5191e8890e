"""The pages of the portal, and those on which we say who may come in."""
