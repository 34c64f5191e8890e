"""The guided review of a plan: prepared, held on two screens, closed by its minutes."""
