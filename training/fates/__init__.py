"""The decision what befell those that a figure counts."""
