"""The map and the organisation chart on paper and as images: facts only, what we think of people never leaves."""
