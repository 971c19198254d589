"""The questions other programs may ask of an account. Each answer is plain rows; nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock

from opensitrep.answer.shown import Row, clean, day, fit, origins, proof, words_at
from opensitrep.check import Library
from opensitrep.errors import InputError
from opensitrep.model import ALARMS, Account, Check, Checked, Event, Fact, Ruling, Slot, Status, Story, Value, Verdict
from opensitrep.run.ledger import Ledger

QUERY = 400  # characters of a search
NAME = 80  # characters of a name
DRAFT = 100_000  # characters of a text that is checked
RANK = (Status.HAPPENED, Status.REPORTED, Status.CLAIMED)


class Desk:
    """An account that answers. `lay` checks a text; it may be asked by one caller at a time."""

    def __init__(self, account: Account, lay: Callable[[str], Check]) -> None:
        self.account, self.ledger, self.library = account, Ledger(account), Library.of(account)
        self.lay, self._one_at_a_time = lay, Lock()

    def list_stories(self) -> Row:
        """All stories: id, title, number of reports, first and last day they were published, number of events."""
        return fit((self._story(s) for s in self.account.stories), "stories")

    def get_story(self, story: str) -> Row:
        """One story: its events with day, places, origins and words, foremost first; counts, positions, holders."""
        found = next((s for s in self.account.stories if s.id == story), None)
        if found is None:
            return _missing("story", story)
        events = sorted((e for e in self.account.events if e.story == story), key=self._rank)
        facts = [f for f in self.account.facts if f.story == story]
        counts = [f for f in facts if any(v.low is not None or v.high is not None for v in f.values)]
        disputed = [f for f in facts if f.verdict is Verdict.CONTRADICTED]
        held = [c for c in self.account.control if c.story == story]
        return {
            "story": self._story(found),
            **fit((self._event(e) for e in events[:20]), "events"),
            "counts": fit((self._fact(f) for f in counts[:40]), "rows")["rows"],
            "positions": fit((self._fact(f) for f in disputed[:20]), "rows")["rows"],
            "control": [
                {
                    "place": clean(self._place(c.place), NAME),
                    "holder": list(c.holder),
                    "status": c.status,
                    "when": day(c.when),
                    "words": [words_at(self.ledger, s) for s in c.evidence[:3]],
                }
                for c in held[:20]
            ],
        }

    def search_reports(self, words: str, limit: int = 10) -> Row:
        """Sentences of the reports nearest to some words, the best first."""
        index = self.library.index
        found = index.all(index.query(index.read(words[:QUERY])))[: max(1, min(limit, 50))]
        rows = ({"score": round(m.score, 3), **words_at(self.ledger, m.line.span)} for m in found)
        return fit(rows, "sentences")

    def get_evidence(self, claim: str) -> Row:
        """From a claim to words: what is claimed, who says so through which report, and where the claim comes from."""
        found = self.ledger.claims.get(claim)
        if found is None:
            return _missing("claim", claim)
        said = self.ledger.attributions.get(found.attribution or "")
        origin = self.ledger.origin_of_claim.get(claim)
        speaker = self.ledger.speaker(said)
        return fit(
            [
                {"what": "claim", **words_at(self.ledger, self.ledger.words_of(found))},
                *({"what": "source", **words_at(self.ledger, s)} for s in (said.source if said else ())),
                *({"what": "statement", **words_at(self.ledger, s)} for s in (said.content if said else ())),
            ],
            "words",
            claim=claim,
            act=str(found.act),
            event=self.ledger.event_of_claim(found),
            speaker=clean(speaker.name, NAME) if speaker else None,
            origin={"kind": origin.kind, "name": clean(origin.name, NAME), "side": origin.side} if origin else None,
        )

    def compare_figures(self, story: str, slot: str = "") -> Row:
        """Every figure of a story by what it answers: its values newest first, who agrees, and why they may differ."""
        if all(s.id != story for s in self.account.stories):
            return _missing("story", story)
        if slot and slot not in tuple(Slot):
            return _missing("slot", slot, list(map(str, Slot)))
        facts = [f for f in self.account.facts if f.story == story and (not slot or f.slot == slot)]
        counts = [f for f in facts if any(v.low is not None or v.high is not None for v in f.values)]
        return fit(map(self._fact, counts), "figures")

    def check_text(self, text: str) -> Row:
        """What the reports have of each sentence of a text, those to look at first; never whether it is true."""
        if len(text) > DRAFT:
            return {"error": f"the text is longer than {DRAFT} characters"}
        try:
            with self._one_at_a_time:
                found = self.lay(text)
        except InputError as error:
            return {"error": str(error)}
        counts = {str(r): n for r in Ruling if (n := len(found.ruled(r)))}
        ordered = sorted(found.sentences, key=lambda s: (s.ruling not in ALARMS, s.start))
        return fit(map(_checked, ordered), "sentences", counts=counts)

    # ------------------------------------------------ rows

    def _story(self, story: Story) -> Row:
        days = sorted(d for doc in story.documents if (d := day(self.ledger.published(doc))))
        return {
            "id": story.id,
            "title": {"report_text": clean(story.title)},
            "reports": len(story.documents),
            "published": [days[0], days[-1]] if days else None,
            "events": sum(e.story == story.id for e in self.account.events),
        }

    def _rank(self, event: Event) -> tuple[bool, int, str]:
        status = RANK.index(event.status) if event.status in RANK else len(RANK)
        return status == len(RANK), -len({m.partition(":")[0] for m in event.mentions}), event.id

    def _event(self, event: Event) -> Row:
        spans = [self.ledger.mentions[m].span for m in event.mentions[:3]]
        return {
            "id": event.id,
            "kind": "/".join(filter(None, (event.type, event.mode))) or None,
            "status": str(event.status),
            "when": day(event.when),
            "when_rests_on": event.when.basis if event.when else None,
            "places": [clean(self._place(p.place), NAME) for p in event.places],
            "origins": origins(self.ledger.event_bounds(event.id)),
            "claims": list(event.claims[:20]),
            "words": [words_at(self.ledger, s) for s in spans],
        }

    def _place(self, place: str) -> str:
        found = self.ledger.places.get(place)
        return found.name if found else place

    def _fact(self, fact: Fact) -> Row:
        newest = sorted(fact.values, key=lambda v: v.as_of or "", reverse=True)
        return {
            "id": fact.id,
            "event": fact.event,
            "asks": str(fact.slot),
            "verdict": str(fact.verdict),
            "why": clean(fact.why),
            "origins": origins(fact.origins),
            "values": [self._value(v) for v in newest[:12]],
        }

    def _value(self, value: Value) -> Row:
        return {
            "low": value.low,
            "high": value.high,
            "unit": value.unit,
            "as_of": value.as_of,
            "origins": origins(self.ledger.bounds(value.claims)),
            "claims": list(value.claims[:10]),
            "words": [words_at(self.ledger, s) for s in value.evidence[:3]],
        }


def _checked(sentence: Checked) -> Row:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "ruling": str(sentence.ruling),
        "origins": origins(sentence.origins),
        "findings": [
            {
                "ruling": str(f.ruling),
                "about": str(f.aspect),
                "start": f.start,
                "end": f.end,
                "why": clean(f.why),
                "reports_have": [proof(p) for p in f.reports],
            }
            for f in sentence.findings
        ],
        "rests_on": [proof(p) for p in sentence.rests_on[:2]],
    }


def _missing(kind: str, given: str, known: list[str] | None = None) -> Row:
    return {"error": f"there is no {kind} {clean(given, 100)!r}", **({"known": known} if known else {})}


def questions(desk: Desk) -> Iterator[Callable[..., Row]]:
    """What may be asked, by name."""
    yield from (
        desk.list_stories, desk.get_story, desk.search_reports, desk.get_evidence, desk.compare_figures,
        desk.check_text,
    )  # fmt: skip
