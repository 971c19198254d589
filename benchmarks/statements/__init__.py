"""Statements in labelled reports: cue, speaker, act and content."""
