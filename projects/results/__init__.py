"""What a project brought, who recognises it, and whom to show it to."""
