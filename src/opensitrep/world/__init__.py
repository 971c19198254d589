"""Places of the world: countries, borders to draw, distance and projection, time zones.

Never here: meaning; reports.
"""
