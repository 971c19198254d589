"""Runs that are cut off, and runs on several processes."""
