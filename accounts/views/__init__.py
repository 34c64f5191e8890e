"""Pages of an account: one module a tab."""
