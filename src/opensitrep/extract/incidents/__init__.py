"""What a report tells of one happening: its mentions, figures and references, day and place; which one is the main one.

Never here: a second report.
"""

from opensitrep.extract.incidents.find import find_incidents
from opensitrep.extract.incidents.judge import load_judge

__all__ = ["find_incidents", "load_judge"]
