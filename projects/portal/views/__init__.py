"""The pages of a guest, and ours on which a project is shown to the client."""
