"""Comparison commands: the product over any folder in a neutral form, and one stage at a time on public sets.

Nothing here is part of the installed package. No gold value is ever read by a prediction: `blind` is the only door.
"""
