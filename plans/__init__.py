"""What we intend: Account Business Plans, their life cycle and the client edition."""
