"""What was given to read: paths that are not there, nothing that could be read, problems told in groups."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Sequence

from opensitrep.errors import InputError
from opensitrep.model import Problem

FEW = 3  # problems of a kind that are told one by one
SHOWN = 20  # lines of problems
KINDS = 8  # languages or values that a line lists
LANGUAGE = re.compile(r"language '(\w+)' is not read yet")
VARYING = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d,.:-]*|\([^()]*\)")


def must_exist(paths: Sequence[str]) -> None:
    """Raise `InputError` for paths that are not there: a run on something else than was meant does not start."""
    missing = [p for p in paths if p != "-" and not os.path.lexists(p) and not _is_strange(p)]
    if missing:
        raise InputError(f"no such file or folder: {', '.join(missing)}")


def _is_strange(path: str) -> bool:
    """Whether a path cannot even be looked at (too long, a NUL in it): reading says why, of this one alone."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return False


def nothing_read(problems: Sequence[Problem]) -> None:
    """Say on standard error that there is no report, and why."""
    print("opensitrep: not one report could be read", file=sys.stderr)
    for line in grouped(problems):
        print(line, file=sys.stderr)


def grouped(problems: Sequence[Problem]) -> list[str]:
    """Problems as lines, those of a kind together; the rest is counted."""
    kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        kinds.setdefault(_kind(problem.message), []).append(problem)
    lines = []
    for found in sorted(kinds.values(), key=lambda k: (len(k) <= FEW, -len(k))):
        if len(found) <= FEW:
            lines += [f"problem: {p.subject}: {p.message}" for p in found]
        else:
            lines.append(_together(found))
    if len(lines) > SHOWN:
        lines[SHOWN:] = [f"... and {len(lines) - SHOWN} more lines of problems, all in account.json"]
    return lines


def _kind(message: str) -> str:
    """A message without what is different from report to report."""
    return "language" if LANGUAGE.match(message) else VARYING.sub("_", message)


def _together(found: Sequence[Problem]) -> str:
    """One line for many problems of a kind."""
    languages = Counter(m[1] for p in found if (m := LANGUAGE.match(p.message)))
    if languages:
        shown = ", ".join(f"{code} {n}" for code, n in languages.most_common(KINDS))
        more = " ..." if len(languages) > KINDS else ""
        return f"problem: {len(found)} reports in {len(languages)} languages not read: {shown}{more}"
    messages = Counter(p.message for p in found)
    message, _ = messages.most_common(1)[0]
    such = f" ({len(messages) - 1} more wordings)" if len(messages) > 1 else ""
    return f"problem: {len(found)} times: {message}{such}; first in {found[0].subject}"
