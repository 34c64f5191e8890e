"""What machines ask, without signing in."""

PUBLIC = {"healthz", "readyz"}
