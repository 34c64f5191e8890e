"""The only code that measures across apps: indicators, readings, index."""
