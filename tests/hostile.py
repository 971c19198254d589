"""Hostile inputs, made from a seed: `inputs(1000)` gives names and bytes of files that no honest sender would send.

Texts, encodings, pages, JSON, feeds, tables, mails, archives, names, days and numbers, each with markup that would run
if a page took it over, and all of them cut, spoilt or renamed at times. `live` finds what in a page could run.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import re
import tarfile
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from random import Random

from lxml.etree import ParserError
from lxml.html import document_fromstring

NEWS = (
    "Shelling killed 4 people in Kharkiv on Monday, the mayor said.",
    "At least 12 were wounded when a drone struck a market in Odesa, police told reporters.",
    "The army denied it had fired on the hospital.",
    "Some 3,000 people fled the town between 3 and 5 March 2024, according to the United Nations.",
    '"We heard three explosions," said Ivan Petrenko, a driver, at 05:30.',
    "The number of dead rose from 4 to 7 two days later.",
)
MARKUP = (
    "<script>window.hit=1</script>", '"><img src=x onerror=window.hit=1>', "javascript:window.hit=1",
    "</title></style></textarea><svg/onload=window.hit=1>", "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "&#60;script&#62;window.hit=1&#60;/script&#62;", "'-window.hit-'", "{{7*7}}{% raw %}${7*7}", "]]><!--", "--><p",
    "=cmd|'/c calc'!A0", "[x](javascript:window.hit=1) ![y](http://e.example/z)",
    "<iframe srcdoc=\"<script>hit</script>\">",
    "<a href=\"data:text/html,<script>hit</script>\">", "<base href=//e.example><meta http-equiv=refresh content=0>",
    "\u202e\u2066evil", "` | | --- `", "%0d%0aSet-Cookie:x", "<style>@import '//e.example'</style>", "\\\"});hit(1)//",
)  # fmt: skip
NUMBERS = (
    "9" * 400, "1e308", "NaN", "-0", "0x1F", "1,2,3,4", "٣٤", "²", "½", "１２", "9" * 16, "000000", "1.2.3.4.5", "−5",
    "10-5",
    "1,000,000,000,000,000,000", "$" * 30 + "5", "5" + "%" * 30, "5.5.5 million billion trillion", "1/0", "0/0", "Ⅻ",
    "五",
    "1" + ",000" * 90, "a hundred hundred hundred thousand", "minus nine hundred quadrillion", "1st2nd3rd", "9" * 5000,
)  # fmt: skip
DAYS = (
    "0000-00-00", "9999-12-31", "31 February 2024", "29 February 2023", "25:61", "1 January 1", "12/31/9999", "24:00",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-W60", "year 10000", "999999999999 days ago",
    "1e999",
    "the 99th of March", "٣ March 2024", "1970-01-01", "June 31", "40 million weeks ago", "the next 900,000 days",
    "00/00/00",
    "2024-03-04T99:99:99Z", "in the 9999th century", "Monday, 31 December 9999", "2024-03-04T10:00:00+99:99",
    "until 9999",
    "Thu, 99 Foo 2024 25:61:61 +9999", "in the 2020s' s", "3000 years later", "five decades before 1", "1 BC", "-1",
)  # fmt: skip
NAMES = (
    "A" * 3000, "O" + "'" * 40 + "Brien", "A. " * 200, "e\u0301" * 300 + "\u0353" * 500, "\u200b\u200d\ufeff",
    "\u00ad", "Gov. \u00ad of \u00ad \u00ad", "ﷺ" * 50, "🏳️‍🌈" * 40,
    "İ" * 30, "ß" * 30, "\u2028\u2029\x85\x0b", "x" * 20 + "\u202e" + "y" * 20, "Gen. Gen. Gen. Smith",
    "\U000e0041\U000e0042",
    "de la von van der " * 60, "Kyiv, Kyiv, Kyiv, Kyiv", "Mr. " * 90, "\x1b[31mred\x07", "-" * 500, "\ue000\uffff",
    "." * 999,
)  # fmt: skip
RUNS = (
    "killed ", "said ", "according to ", "between ", "U.S. ", "(", "[", '"', "“", "‘", "Monday ", "at 5:00 ", "$5 ",
    "\n", "\t", "-",
    ".", "A ", "of the ", "and ", "1,", "http://", "@", "&amp;", "not ", "who ", "in Odesa ", "4 ", "% ", "’s ", "* ",
    "> ", "# ", "|",
)  # fmt: skip
LETTERS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "utf-7",
    "cp1252",
    "shift_jis",
    "koi8-r",
    "cp037",
    "utf-8-sig",
    "gb18030",
    "hz",
)
LABELS = (
    "utf-7",
    "x-user-defined",
    "replacement",
    "hex",
    "rot13",
    "idna",
    "unicode_escape",
    "zip",
    "\x00",
    "punycode",
    "é",
)
TAGS = (
    "div",
    "p",
    "table",
    "td",
    "b",
    "blockquote",
    "ul",
    "a",
    "form",
    "select",
    "svg",
    "math",
    "template",
    "font",
    "nobr",
)
PLAIN = (
    "text",
    "content",
    "body",
    "title",
    "url",
    "source",
    "date",
    "published",
    "author",
    "language",
    "summary",
    "id",
)
Maker = Callable[[Random], tuple[str, bytes]]


# ---------------------------------------------------------------- pieces


def odd(c: Random) -> str:
    """Something that stands where a word should."""
    return c.choice(c.choice((MARKUP, MARKUP, NUMBERS, DAYS, NAMES)))


def sentence(c: Random) -> str:
    """A sentence of news, often with something odd in the place of one of its words, or a run of one."""
    words = c.choice(NEWS).split(" ")
    for _ in range(c.choice((0, 1, 1, 2))):
        words[c.randrange(len(words))] = odd(c)
    run = c.choice(RUNS) * c.choice((50, 300)) if c.random() < 0.1 else ""
    return " ".join(words) + run


def prose(c: Random) -> str:
    """Some paragraphs, parted in one of the ways that occur and some that do not."""
    gap = c.choice(("\n\n", "\n", "\r", "\r\n\r\n", "\x85", "\u2028", "\f", " "))
    return gap.join(" ".join(sentence(c) for _ in range(c.randrange(1, 5))) for _ in range(c.randrange(1, 6)))


def nested(c: Random) -> object:
    """A value of JSON of any type, some of them deep."""
    match c.randrange(9):
        case 0:
            return json.loads("[" * 400 + "]" * 400)
        case 1:
            return {odd(c)[:90]: [nested(c), odd(c)]}
        case 2:
            return c.choice((None, True, -1, 0, 10**30, 1e300, float("nan"), float("inf"), 1709546400, 17095464000000))
        case 3:
            return ["\ud800", {"$date": {"$numberLong": "9" * 30}}, [2024, 3, 4, 25, 61, 10**12]]
        case _:
            return c.choice((odd, prose))(c)


# ---------------------------------------------------------------- forms


def text(c: Random) -> tuple[str, bytes]:
    """A text with a head line, a dateline or front matter."""
    front = f"---\ntitle: {odd(c)}\ndate: {c.choice(DAYS)}\nsource: [{odd(c)}\n---\n" if c.random() < 0.3 else ""
    line = f"{odd(c).upper()}, {c.choice(DAYS)} ({odd(c)}) - "
    return "a.txt", f"{front}{odd(c)}\n\n{line}{prose(c)}\n\n{odd(c)}".encode("utf-8", "replace")


def encoded(c: Random) -> tuple[str, bytes]:
    """A text or page in an encoding that it does not say, or says wrongly."""
    data = f"<meta charset='{c.choice(LABELS)}'><p>{prose(c)}é".encode(c.choice(LETTERS), "replace")
    bad = c.choice((b"", b"\xff\xfe", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80", b"\x00" * 30, b"\xc0\xaf", b"\xef\xbb"))
    return c.choice(("a.txt", "a.html", "a")), c.choice((bad + data, data + bad, data[:-1], bad))


def page(c: Random) -> tuple[str, bytes]:
    """A page: nested without end, with thousands of attributes, with data that lies."""
    ld = json.dumps({"@type": "NewsArticle", "headline": nested(c), "datePublished": nested(c), "publisher": nested(c),
                     "articleBody": nested(c), "author": {"name": nested(c)}, "@graph": nested(c)})  # fmt: skip
    metas = "".join(
        f'<meta {c.choice(("name", "property", "itemprop"))}="{n}" content="{odd(c)}">'
        for n in ("og:title", "og:site_name", "article:published_time", "author", "og:url", "description")
    )
    tag, deep = c.choice(TAGS), c.choice((1, 1, 50, 800))
    attributes = " ".join(f'a{n}="{n}"' for n in range(c.choice((0, 0, 5, 800)))) + f" {odd(c)}='{odd(c)}'"
    inner = f"<h1>{odd(c)}</h1><time datetime='{c.choice(DAYS)}'>{c.choice(DAYS)}</time><p>{prose(c)}<p>{prose(c)}"
    tail = c.choice(
        (
            "",
            "</p></div></body>",
            "<plaintext>",
            "<!--",
            "<script>",
            "<![CDATA[",
            "<textarea>",
            "&#xD800;&#0;&#9999999;",
        )
    )
    body = f"<{tag} {attributes}>" + f"<{tag}>" * deep + inner + c.choice(("", f"</{tag}>" * deep)) + tail
    links = f"<link rel=canonical href='{odd(c)}'><script type=application/ld+json>{ld}</script>"
    head = f"<title>{odd(c)}</title>{metas}{links}"
    return "a.html", f"<!doctype html><html lang='{odd(c)[:20]}'><head>{head}</head><body>{body}".encode(
        "utf-8", "replace"
    )


def values(c: Random) -> tuple[str, bytes]:
    """JSON: wrong types, not-a-numbers, halves of letters, broken off, lines of it."""
    row = {c.choice((n, n.upper(), f"{n}s")): nested(c) for n in PLAIN if c.random() < 0.8} | {"text": nested(c)}
    row |= {"text": prose(c)} if c.random() < 0.7 else {}
    shape = c.choice(
        (row, [row, nested(c), row], {"articles": [row] * 3}, {"response": {"results": [row]}}, {"1": row, "2": row})
    )
    words = json.dumps(shape)
    lines = f"{words}\n{{]\n{json.dumps(row)}"
    broken = c.choice((words, words, words[: len(words) // 2], lines, words.replace('"', "'"), "[" * 3000,
                       '{"a":' * 3000, words + "\x00", words.replace(" ", "\\ud800 ")))  # fmt: skip
    return c.choice(("a.json", "a.jsonl", "a.txt")), broken.encode("utf-8", "replace")


def feed(c: Random) -> tuple[str, bytes]:
    """RSS, Atom and other XML: entities that grow or lead outside, cut, with markup in every field."""
    grow = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
        f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
    ) + "<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"  # fmt: skip
    item = (f"<item><title>{odd(c)}</title><link>{odd(c)}</link><pubDate>{c.choice(DAYS)}</pubDate>"
            f"<description><![CDATA[{prose(c)}]]>&j;&x;</description><source url='{odd(c)}'>{odd(c)}</source>"
            "</item>")  # fmt: skip
    safe = c.choice((lambda s: s, lambda s: re.sub(r"[\x00-\x08\x0b-\x1f]|&\w;", "", s)))
    root = c.choice(("rss", "feed", "rdf:RDF", "nitf", "newsItem", "x" * 500))
    head = f"<?xml version='1.0' encoding='{c.choice(('utf-8', *LABELS))}'?>{c.choice(('', grow))}"
    words = safe(f"{head}<{root}><channel>{item * c.choice((1, 3))}</channel></{root}>")  # fmt: skip
    return c.choice(("a.xml", "a.rss", "a")), words.encode("utf-8", "replace")[: c.choice((None, None, 700))]


def table(c: Random) -> tuple[str, bytes]:
    """A table with cells too many, too few, unclosed, or with formulas."""
    sign = c.choice(",;\t|")
    quoted = ['"' + (prose(c) if n % 3 else odd(c)).replace('"', c.choice(('""', '"', ""))) + '"' for n in range(12)]
    lines = [
        sign.join(PLAIN[:4]),
        *(sign.join(quoted[: c.randrange(1, 9)]) for _ in range(5)),
        c.choice(('"', "", "\x00" * 9)),
    ]
    return c.choice(("a.csv", "a.tsv", "a.txt")), c.choice(("\n", "\r\n", "\r")).join(lines).encode("utf-8", "replace")


def mail(c: Random) -> tuple[str, bytes]:
    """A mail: unknown encodings, parts in parts, heads that go on into others."""
    part = f"Content-Type: text/{c.choice(('html', 'plain', odd(c)[:60]))}; charset={c.choice(LABELS)}\n"
    body = f"{part}Content-Transfer-Encoding: {c.choice(('base64', 'quoted-printable', 'x-uuencode', '8bit'))}\n\n"
    body += c.choice((b64encode(prose(c).encode("utf-8", "replace")).decode(), "=ZZ=" * 50, "%%%", prose(c)))
    for _ in range(c.choice((0, 1, 60))):
        body = f"Content-Type: multipart/mixed; boundary=b\n\n--b\n{body}\n--b--"
    head = (f"From: {odd(c)} <a@e.example>\nTo: b@e.example\nSubject: =?{c.choice(LABELS)}?Q?{odd(c)}?=\n"
            f"Date: {c.choice(DAYS)}\nMessage-ID: <1@e.example>\nMIME-Version: 1.0\n")  # fmt: skip
    start = c.choice(("", "From a@e.example Mon Mar  4 10:00:00 2024\n"))
    return c.choice(("a.eml", "a.mbox", "a.mhtml", "a")), (start + head + body).encode("utf-8", "replace")


def other(c: Random) -> tuple[str, bytes]:
    """Forms with a mark of their own and nonsense behind it."""
    rtf = "{\\rtf1\\ansi" + "{\\b " * c.choice((1, 900)) + f"\\u-9999?\\'zz\\bin99999 {prose(c)}"
    warc = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {c.choice(DAYS)}\r\nContent-Length: {c.choice(NUMBERS)}\r\n\r\n"
    )
    said = {"type": "message", "date": c.choice(DAYS), "text": [nested(c), {"type": "bold", "text": nested(c)}]}
    chat = {"name": nested(c), "type": "public_channel", "messages": [said, said | {"text": prose(c)}]}
    export = f"{odd(c)}\n{odd(c)}\n{c.choice(DAYS)}\nLENGTH: 99 words\n{prose(c)}\nEnd of Document\n"
    return c.choice((
        ("a.rtf", rtf.encode("utf-8", "replace")), ("a.warc", warc.encode() + page(c)[1]),
        ("a.json", json.dumps(chat).encode()), ("a.txt", export.encode("utf-8", "replace")),
        ("a.pdf", b"%PDF-1.7\n" + c.randbytes(900)), ("a.docx", c.randbytes(500)), ("a.txt", c.randbytes(900)),
        ("a.parquet", b"PAR1" + c.randbytes(200) + b"PAR1"), ("a.xlsx", b"PK\x03\x04" + c.randbytes(300)),
    ))  # fmt: skip


def archive(c: Random) -> tuple[str, bytes]:
    """Archives with damaged members, methods nobody has, names that lead outside, packed in one another."""
    held = [c.choice(PIECES)(c) for _ in range(3)]
    stream = io.BytesIO()
    names = [
        c.choice(("../a.txt", "/etc/a", "C:\\a.txt", "a\x00b.txt", "d/" * 300 + "a.txt", n, n, n)) for n, _ in held
    ]
    if c.random() < 0.6:
        with zipfile.ZipFile(stream, "w", c.choice((0, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA))) as made:
            for number, (name, (_, data)) in enumerate(zip(names, held, strict=True)):
                made.writestr(f"{number}{name}" if name[0] == "a" else name + " " * number, data)
        spoilt = bytearray(stream.getvalue())
        for _ in range(c.choice((0, 1, 3, 20))):
            spoilt[c.randrange(len(spoilt))] = c.randrange(256)
        return c.choice(("a.zip", "a", "a.epub")), bytes(spoilt)
    with tarfile.open(fileobj=stream, mode="w") as made_tar:
        for name, (_, data) in zip(names, held, strict=True):
            member = tarfile.TarInfo(name.replace("\x00", "é"))
            member.size, member.type = (
                len(data),
                c.choice((tarfile.REGTYPE, tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE)),
            )
            made_tar.addfile(member, io.BytesIO(data) if member.type == tarfile.REGTYPE else None)
    packed = c.choice((gzip.compress, bz2.compress, bytes))(stream.getvalue())
    return c.choice(("a.tar.gz", "a.tar", "a.gz")), packed[: c.choice((None, len(packed) // 2, -3))]


PIECES: tuple[Maker, ...] = (text, encoded, page, values, feed, table, mail, other)
MAKERS: tuple[Maker, ...] = (text, text, page, page, values, values, encoded, feed, table, mail, other, archive)


def inputs(count: int, seed: int = 15) -> Iterator[tuple[bytes, bytes]]:
    """Names (no two the same, not all of them UTF-8) and bytes of so many files; the same for a seed and a number."""
    for number in range(count):
        c = Random(f"{seed} {number}")
        name, data = MAKERS[number % len(MAKERS)](c)
        for _ in range(c.choice((0, 0, 0, 1, 5))):  # spoilt
            at = c.randrange(len(data) + 1)
            data = (
                data[:at]
                + c.choice((b"\x00", b"\xff", b"<", b'"', b"\n", b"&", b"9" * 30))
                + data[at + c.choice((0, 1, 9)) :]
            )
        strange = c.choice(
            (b"",) * 6
            + (b"\xff\xfe", b"<b onclick=hit>", b"\n", "\u202e".encode(), b"#", b" ", b"n" * 190, b"%s{0}", b"'\"")
        )
        ending = name[1:] if c.random() < 0.9 else c.choice((".txt", ".html", ".json", "", ".exe", ".php"))
        yield f"{number:04d}".encode() + strange + ending.encode(), data


# ---------------------------------------------------------------- what a page must not hold

ACTIVE = {"iframe", "frame", "object", "embed", "applet", "base", "portal", "foreignobject", "animate", "set", "form"}
LOADING = {
    "src",
    "srcset",
    "href",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "ping",
    "xlink:href",
    "manifest",
}
POLICY = re.compile(r"'sha256-([A-Za-z0-9+/=]+)'")


def live(page: bytes) -> list[str]:
    """What in a page could run, load or lead away by itself, beside scripts whose digests its own policy names."""
    try:
        root = document_fromstring(page.decode("utf-8"))
    except ParserError as error:
        return [f"not a page: {error}"]
    policy = " ".join(
        m.get("content", "") for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy"
    )
    known = {b64decode(d) for d in POLICY.findall(policy)}
    found = []
    for element in root.iter():
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if tag in ACTIVE or (tag == "meta" and element.get("http-equiv", "").lower() == "refresh"):
            found.append(f"<{tag}>")
        if tag == "script" and sha256((element.text or "").encode()).digest() not in known:
            found.append(f"script {element.text!r}")
        for name, value in element.attrib.items():
            scheme = re.sub(r"[\x00-\x20]", "", value).partition(":")[0].lower()
            if (
                name.lower().startswith("on")
                or name.lower() == "srcdoc"
                or "url(" in (value if name == "style" else "")
            ):
                found.append(f"{name}={value!r}")
            elif name.lower() in LOADING and (
                scheme in ("javascript", "data", "vbscript", "blob") or (name.lower() != "href" and value[:1] != "#")
            ):
                found.append(f"{tag} {name}={value!r}")
    return found
