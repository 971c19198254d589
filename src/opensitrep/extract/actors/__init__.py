"""Persons, bodies, groups and states, with role, country and side.

Never here: a second mention elsewhere.
"""

from opensitrep.extract.actors.find import find_actors

__all__ = ["find_actors"]
