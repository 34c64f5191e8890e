"""People entered twice: found, warned of, made one, and taken apart again."""
