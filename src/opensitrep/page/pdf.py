"""The page as PDF; needs the extra `pdf` (WeasyPrint and the system's Pango).

WeasyPrint draws an inline svg as a document of its own: no style sheet of the page, no `var()`, no `<use>` of another
svg. `printable` therefore puts the light values of the tokens, the rules of the style sheet and the symbols it uses
into each svg. It adds no word and takes none away that would be printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from io import BytesIO
from typing import BinaryIO

from lxml import etree
from lxml import html as markup

from opensitrep.model import Account
from opensitrep.page.html import stylesheet, write_html

Writer = Callable[[Account, BinaryIO], None]

TOKEN = re.compile(r"var\((--[\w-]+)\)")
ROOT = re.compile(r":root\{([^}]*)\}")
RULE = re.compile(r"^((?:svg|path|[.])[^{}@]*)\{([^{}]*)\}", re.MULTILINE)
ON_ONE_LINE = re.compile(r"\}(?=[^{}\n]+\{)")
DRAWN = re.compile(r"(?:fill|stroke|opacity|font|text-anchor|letter-spacing)[\w-]*")
STATES = (":hover", ":focus", "::", ":target", ":not")
LINKED = re.compile(r"url\(#([\w-]+)\)")


def pdf_writers() -> dict[str, Writer]:
    """The writer of `sitrep.pdf` where WeasyPrint is installed, else none."""
    return {"sitrep.pdf": write_pdf} if find_spec("weasyprint") else {}


def write_pdf(account: Account, stream: BinaryIO) -> None:
    """The printed form of the page (its print style sheet), A4; nothing is fetched."""
    import weasyprint  # extra `pdf`

    page = BytesIO()
    write_html(account, page)
    weasyprint.HTML(string=printable(page.getvalue().decode("utf-8")), url_fetcher=_refuse).write_pdf(stream)


def printable(page: str) -> str:
    """The page with literal colours and every svg complete in itself; what only the screen shows is left out."""
    root = markup.document_fromstring(literal(page).replace("</style>", f"{print_sheet()}</style>", 1))
    symbols = {e.get("id"): e for e in root.xpath("//svg[contains(@class, 'defs')]//*[@id]")}
    for unseen in root.xpath("//svg[@class='narrow'] | //article[starts-with(@class, 'card')][@class!='card first']"):
        unseen.drop_tree()
    for svg in root.xpath("//svg[not(ancestor::svg)][not(contains(@class, 'defs'))]"):
        complete(svg, symbols)
    for defs in root.xpath("//svg[contains(@class, 'defs')]"):
        defs.drop_tree()
    return str(markup.tostring(root, encoding="unicode", doctype="<!doctype html>"))


def complete(svg: etree._Element, symbols: dict[str, etree._Element]) -> None:
    """Put the symbols and rules an svg uses into it."""
    wanted, queue = dict[str, etree._Element](), [svg]
    while queue:
        part = queue.pop()
        names = [e.get("href", "")[1:] for e in part.iter("use")]
        classes = {name for e in part.iter() if isinstance(e.tag, str) for name in (e.get("class") or "").split()}
        names += [n for c in sorted(classes) for n in LINKED.findall(rules_of().get(c, ""))]
        for name in names:
            if name in symbols and name not in wanted:
                wanted[name] = symbols[name]
                queue.append(symbols[name])
    defs = etree.Element("defs")
    defs.extend(deepcopy(wanted[name]) for name in sorted(wanted))
    for copied in defs.iter():
        copied.tail = None
    svg.insert(0, defs)
    used = {n for e in svg.iter() if isinstance(e.tag, str) for n in (e.get("class") or "").split()} | {""}
    style = etree.Element("style")
    style.text = "".join(rules for name, rules in rules_of().items() if name in used)
    svg.insert(0, style)


def literal(text: str) -> str:
    """Text with every token of the style sheet as its light value."""
    return TOKEN.sub(lambda found: tokens().get(found.group(1), found.group()), text)


@cache
def tokens() -> dict[str, str]:
    """The tokens of the light theme by name."""
    found = ROOT.search(stylesheet())
    pairs = [p.partition(":") for p in found.group(1).split(";")] if found else []
    return {name: value for name, _, value in pairs if name.startswith("--")}


@cache
def rules_of() -> dict[str, str]:
    """What the style sheet says of drawings: rules by the last class of their selector ("" where it has none)."""
    out: dict[str, str] = {}
    screen = literal(stylesheet()).partition("@media (min-width")[0]
    for selectors, body in RULE.findall(ON_ONE_LINE.sub("}\n", screen)):
        drawn = [d for d in body.split(";") if DRAWN.fullmatch(d.partition(":")[0])]
        for selector in selectors.split(","):
            if drawn and not any(state in selector for state in STATES):
                last = selector.split()[-1].split(">")[-1]
                key = last.rpartition(".")[2] if "." in last else ""
                out[key] = out.get(key, "") + f"{selector}{{{';'.join(drawn)}}}"
    return out


@cache
def print_sheet() -> str:
    """What only the PDF writer reads: the running foot."""
    return (files("opensitrep") / "page" / "templates" / "pdf.css").read_text("utf-8")


def _refuse(address: str) -> dict[str, object]:
    """No address is ever opened."""
    raise ValueError(f"the page asks for {address}")
