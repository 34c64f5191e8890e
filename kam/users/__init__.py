"""Who works here: people, teams, roles, preferences, sign-in."""
