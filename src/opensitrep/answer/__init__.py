"""Answers to other programs: bounded rows of an account with spans, origins and words of reports marked as untrusted.

Never here: new facts; a change to the account; words of a report outside `report_text`.
"""

from opensitrep.answer.desk import Desk
from opensitrep.answer.server import make_server, serve_http

__all__ = ["Desk", "make_server", "serve_http"]
