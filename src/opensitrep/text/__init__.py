"""Questions to words, numbers, days, intervals and trees; the one loader of word lists.

Never here: meaning; places; reports.
"""
