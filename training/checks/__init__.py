"""Makes the small models of checks: which figure, day, place, deed, denial or sentence of a draft is an alarm."""
