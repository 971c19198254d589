"""Addresses of one article: that of its page, without what says who led there and whether it is the page for phones."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from opensitrep.text.words import Lists

WORDS = Lists("pages", "codes")
TWIN = re.compile(r"^(?:m|amp|mobile|wap)\.(?=[^.]+\.)", re.IGNORECASE)
AMP = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=\.html$|$)", re.IGNORECASE)


def plain_address(url: str) -> str:
    """The address under which all twins of a page are one: no tracking, no host or path for phones, no fragment."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    if not parts.hostname:
        return url
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(k, v)]
    query = urlencode(kept) if len(kept) < len(parse_qsl(parts.query, keep_blank_values=True)) else parts.query
    return urlunsplit((parts.scheme, TWIN.sub("", parts.netloc), AMP.sub("", parts.path) or "/", query, ""))


def _is_tracking(key: str, value: str) -> bool:
    low = key.lower()
    return (
        low in WORDS["tracking"]
        or low.startswith(WORDS.ordered("tracking starts"))
        or value.lower() in ("amp", "print")
    )
