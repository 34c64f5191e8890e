"""How a project stands: what colour it has and why, when it ends and why that moved, who must be there when."""
