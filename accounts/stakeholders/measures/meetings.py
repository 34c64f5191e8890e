"""What counts as a meeting with the client: for the figures of upper apps, in their SQL and in their rows."""

MEETING_DAYS = 90
KINDS = ("meeting", "call", "visio")  # what both sides attend (domain.md 1.2); a message is answered, nobody attends it

# A condition on stakeholders_interaction AS interaction: a meeting of the 90 days up to the day asked for.
RECENT_MEETING = f"""
    interaction.is_two_way AND interaction.kind IN {KINDS}
        AND interaction.occurred_on > %(on)s::date - {MEETING_DAYS} AND interaction.occurred_on <= %(on)s"""
