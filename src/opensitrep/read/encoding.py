"""From bytes to text: byte order marks, UTF-8, what the form declares, then a guess that is said."""

from __future__ import annotations

import codecs
import re
from functools import cache

from charset_normalizer import from_bytes

from opensitrep.text.words import load

BYTE_ORDER_MARKS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
                    (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]")
NONE = frozenset(
    (
        "idna",
        "punycode",
        "unicode_escape",
        "unicode-escape",
        "raw_unicode_escape",
        "raw-unicode-escape",
        "undefined",
    )
)  # codecs of Python in which no page is written
WHOLE = 3  # whole letters of UTF-8 to one broken one, from which a text is damaged UTF-8 and not another encoding
RARE = 0.03  # share of letters beyond ASCII below which a text is Western (quotation marks, dashes, some accents)
TWICE = re.compile(
    r"â€[\u0090-\u009d™œ\u009d“”˜¦¢�]|Ã[\u0080-\u00bf©¨¼¶¤³±¡­ª«§´¢®¯]|Â[\u00a0-\u00bf]|Ð[\u0080-\u00bf°±²µ¾]"
)


def canonical(label: str) -> str:
    """What an encoding that is declared means (WHATWG: "iso-8859-1" is windows-1252, "gb2312" is gb18030)."""
    name = label.strip().lower()
    return _labels().get(name, name)


@cache
def _labels() -> dict[str, str]:
    return load("codes/encodings.toml", dict[str, dict[str, str]])["encodings"]


def to_text(data: bytes, stated: str | None = None) -> tuple[str | None, str | None]:
    """The text of some bytes and what was noticed about its encoding; no text if they are binary.

    UTF-8 unless a byte order mark or `stated` (what the form declares) says otherwise; line ends and the byte order
    mark of UTF-8 are kept, NULs are dropped and said. UTF-8 with broken letters keeps them as U+FFFD, as browsers do.
    What is left is Western where few letters lie beyond ASCII, else guessed by charset-normalizer, and said.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), None
            except UnicodeDecodeError:
                return None, f"broken {encoding} text; left out"
    if wide := _wide(data):
        return data.decode(wide, "replace"), f"not UTF-8; read as {wide}"
    if len(CONTROL.findall(data[:65536])) > len(data[:65536]) / 100:
        return None, "binary file; left out"
    noticed = []
    if nuls := data.count(b"\x00"):
        data = data.replace(b"\x00", b"")
        noticed.append(f"NUL bytes dropped: {nuls}")
    text, said = _decoded(data, stated)
    noticed += [said] if said else []
    return text, "; ".join(noticed) or None


def _decoded(data: bytes, stated: str | None) -> tuple[str | None, str | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    whole = len(SEQUENCE.findall(data))
    broken = len(HIGH.findall(SEQUENCE.sub(b"", data)))
    if whole >= WHOLE * broken:
        return data.decode("utf-8", "replace"), f"bytes that are not UTF-8 are shown as U+FFFD: {broken}"
    if stated is None and (found := DECLARED.search(data)):
        stated = found[1].decode("ascii", "replace")
    text, said = _as_stated(data, canonical(stated)) if stated else (None, None)
    return (text, said) if text is not None else _guessed(data)


def _as_stated(data: bytes, encoding: str) -> tuple[str | None, str | None]:
    """The text in the encoding that is declared, if it is one and nearly all of it fits."""
    if encoding in NONE:
        return None, None
    try:
        return data.decode(encoding), None
    except LookupError:
        return None, None
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    if encoding == "utf-8" or broken * WHOLE >= len(HIGH.findall(data)):
        return None, None
    return text, f"bytes that are not {encoding} are shown as U+FFFD: {broken}"


def _guessed(data: bytes) -> tuple[str | None, str | None]:
    """Western where few letters lie beyond ASCII, else what charset-normalizer finds likeliest."""
    if len(HIGH.findall(data)) < RARE * len(data):
        try:
            return data.decode("cp1252"), "not UTF-8; read as cp1252"
        except UnicodeDecodeError:
            pass
    guess = from_bytes(data).best()
    if guess is None:
        return None, "no known text encoding; left out"
    return str(guess), f"not UTF-8; read as {guess.encoding}"


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is NUL."""
    head = data[:4096]
    if len(head) < 8 or head.count(0) < len(head) * 0.4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.8 * len(head[1::2]) and even < 0.05 * len(head):
        return "utf-16-le"
    return "utf-16-be" if even > 0.8 * len(head[::2]) and odd < 0.05 * len(head) else None


def doubly_encoded(text: str) -> str | None:
    """An example of a letter that was encoded twice ("â€™" for ’), where there are several; the text stays."""
    found = TWICE.findall(text)
    return found[0] if len(found) > 1 else None
