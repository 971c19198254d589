"""Two readers of times by others, run beside ours on the same texts: dateparser, and recognizers-text as an oracle.

Both are development tools (extra `bench`), never part of the product. recognizers-text (Microsoft, MIT, last release
2019) gives both readings of a weekday; the past one is taken, as news asks for. dateparser (BSD-3) gives points only.
"""

from __future__ import annotations

import logging
import warnings
from datetime import datetime
from typing import Any

Row = dict[str, Any]


def predict_dateparser(record: Row) -> Row:
    """`search_dates` over the text, each hit written as finely as `get_date_data` says it is known.

    Hits under four characters ("in", "to", "11") are left out, which doubles its value F1 on TimeBank.
    """
    from dateparser.date import DateDataParser  # noqa: PLC0415  an extra
    from dateparser.search import search_dates  # noqa: PLC0415

    day = _day(record)
    settings = {"RELATIVE_BASE": day} if day else {}
    rows, at = [], 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reader = DateDataParser(languages=["en"], settings=settings)
        for words, moment in search_dates(record["text"], languages=["en"], settings=settings) or []:
            start = record["text"].find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            if len(words) < 4:
                continue
            period = reader.get_date_data(words).period
            form = {"year": "%Y", "month": "%Y-%m"}.get(period, "%Y-%m-%d")
            rows.append({"start": start, "end": at, "type": "DATE", "value": moment.strftime(form)})
    return {"id": record["id"], "timexes": rows}


def predict_recognizers(record: Row) -> Row:
    """`recognize_datetime` paragraph by paragraph (its time grows with the square of the text)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from recognizers_date_time import recognize_datetime  # noqa: PLC0415  an extra
        from recognizers_text import Culture  # noqa: PLC0415

    logging.disable(logging.CRITICAL)
    day, rows, at = _day(record), [], 0
    for line in record["text"].split("\n"):
        if line.strip():
            for hit in recognize_datetime(line, Culture.English, reference=day):
                value = _timex(hit.resolution, day)
                if value is not None:
                    rows.append({"start": at + hit.start, "end": at + hit.end + 1} | value)
        at += len(line) + 1
    return {"id": record["id"], "timexes": rows}


def _day(record: Row) -> datetime | None:
    given = record.get("dct")
    return datetime.fromisoformat(given[:10]) if given else None


def _timex(resolution: Row | None, day: datetime | None) -> Row | None:
    """Type and value of TIMEX3: what is complete as written, else the resolved value on the past side."""
    values = (resolution or {}).get("values") or []
    if not values:
        return None
    past = [v for v in values if day is None or str(v.get("value") or v.get("start") or "")[:10] <= day.strftime("%F")]
    chosen = past[-1] if past else values[0]
    timex, kind = str(chosen.get("timex", "")), str(chosen.get("type", ""))
    names = {"time": "TIME", "datetime": "TIME", "timerange": "TIME", "datetimerange": "TIME"}
    names |= {"duration": "DURATION", "set": "SET"}
    if timex.startswith(("XXXX", "(")):
        timex = str(chosen.get("value") or chosen.get("start") or "")
    return {"type": names.get(kind, "DATE"), "value": timex.replace(" ", "T")}
