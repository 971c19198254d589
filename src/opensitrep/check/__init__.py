"""A draft against an account: each sentence with what the reports have of it.

Never here: truth.
"""

from opensitrep.check.case import Library
from opensitrep.check.judge import check_draft

__all__ = ["Library", "check_draft"]
