"""What needs several reports, a story at a time.

Never here: text.
"""
