"""Trains the decisions of `extract/incidents`: `python -m training.incidents.train`."""
