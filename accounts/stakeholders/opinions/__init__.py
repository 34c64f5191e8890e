"""What each colleague thinks of a person, beside the view that the account retains."""
