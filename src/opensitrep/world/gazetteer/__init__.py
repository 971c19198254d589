"""Places by name, from one SQLite file.

Never here: text.
"""

from opensitrep.world.gazetteer.entry import Entry, Match
from opensitrep.world.gazetteer.file import (
    ALTERNATE,
    BARE,
    DIVISION_WORDS,
    OWN,
    PRIMARY,
    SURE,
    WEAK,
    Draft,
    Row,
    latin,
    numbered,
    settlement,
)
from opensitrep.world.gazetteer.ranking import ASKED, DIVIDED, KNOWN, SETTLED, rank
from opensitrep.world.gazetteer.search import FILE, Gazetteer

__all__ = [
    "ALTERNATE",
    "ASKED",
    "BARE",
    "DIVIDED",
    "DIVISION_WORDS",
    "FILE",
    "KNOWN",
    "OWN",
    "PRIMARY",
    "SETTLED",
    "SURE",
    "WEAK",
    "Draft",
    "Entry",
    "Gazetteer",
    "Match",
    "Row",
    "latin",
    "numbered",
    "rank",
    "settlement",
]
