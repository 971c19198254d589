"""The nouns of opensitrep: frozen dataclasses and closed lists, nothing else.

Left of the bar stand the things read in one report (`Document` to `Reading`), right of it the things that
need several (`Resolution` to `Account`). `None` means "not said". Offsets are Unicode code points of
`Document.text`, half open. Tuples stand for lists so that every value can be hashed and compared.

Words used in one sense only: a *report* is a document as published; a *statement* an attribution with its
content; a *claim* what a statement says of one happening; a *value* what claims say in answer to one slot;
a *source* whom the text names; an *outlet* who published; an *origin* where a statement comes from in the end.

Never here: any import beyond the standard library; text processing.
"""

from opensitrep.model.account import *  # noqa: F403  the nouns are public, all of them
from opensitrep.model.check import *  # noqa: F403
from opensitrep.model.codes import *  # noqa: F403
from opensitrep.model.report import *  # noqa: F403
from opensitrep.model.span import *  # noqa: F403
