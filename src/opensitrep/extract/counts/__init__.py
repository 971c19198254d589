"""Counts: figures of a report bound to what they count."""

from opensitrep.extract.counts.find import find_counts

__all__ = ["find_counts"]
