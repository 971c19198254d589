"""Places of the world: countries, borders to draw, distance and projection, time zones; names of sides and outlets.

Never here: meaning; reports.
"""
