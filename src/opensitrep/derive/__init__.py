"""What may be printed, and by which named rule.

Never here: new facts.
"""
