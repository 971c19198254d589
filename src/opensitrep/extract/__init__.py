"""What stands in one report, read from the most specific to the least.

Never here: a second report.
"""
