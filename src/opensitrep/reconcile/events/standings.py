"""How a speaker stands to what is claimed: own success, against its interest, or neither; and the status that follows.

Whose side a speaker is on comes from the actors; who stands against whom from the story itself (`camps`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opensitrep.model import Act, Attribution, Claim, Currency, Hedge, Mention, Modality, Slot, Standing, Status
from opensitrep.reconcile.camps import camp, camps_at, side_at
from opensitrep.reconcile.events.tellings import Telling
from opensitrep.run.ledger import Ledger
from opensitrep.text.words import Lists

WORDS = Lists("merging", "codes")
OWN_SUCCESS, AGAINST_INTEREST, NEUTRAL = "own success", "against interest", "neutral"
QUIET = frozenset({Act.DENIES, Act.DOUBTS, Act.WITHHOLDS, Act.ASKS})


def speaker_camp(ledger: Ledger, said: Attribution | None) -> str | None:
    """The camp of whoever says it."""
    if said is None or said.speaker is None:
        return None
    side = side_at(ledger, said.speaker)
    return camp(side) if side else None


def stand(
    ledger: Ledger,
    claim: Claim,
    mention: Mention,
    *,
    agents: frozenset[str],
    targets: frozenset[str],
    hostile: frozenset[tuple[str, str]],
    lost: frozenset[str] = frozenset(),
) -> Standing | None:
    """The standing of an attributed claim; None for a report's own voice. `agents`, `targets`: camps of the event.

    `hostile` are pairs of camps that stand against one another in the story, `lost` the fates that are counted of it.
    """
    said = ledger.attributions.get(claim.attribution or "")
    if said is None:
        return None
    who = speaker_camp(ledger, said)
    own = camps_at(ledger, mention.agents)
    agents = own or agents
    sided = who in own or any(who in pair for pair in hostile)  # else the doer is only that of another clause
    targets = camps_at(ledger, mention.targets) or targets
    fought = mention.type in WORDS["credits"]  # a quake or a crash takes nobody's side
    lost_men = fought and bool(lost & {"killed", "captured"})
    gave_ground = mention.type in WORDS["losses"]
    gained = mention.mode in WORDS["gains"] or (lost_men and who is not None and _soldiers(ledger, mention, who))
    against = who is not None and not agents and any((who, target) in hostile for target in targets)
    rules = (
        (who is None, NEUTRAL, "the side of the speaker is not known"),
        (claim.act in QUIET, NEUTRAL, f"the speaker {claim.act.value} it"),
        (gave_ground and who in agents, AGAINST_INTEREST, "its own side gives ground"),
        (gained and who in targets and who not in agents, AGAINST_INTEREST, "its own side loses ground or men"),
        (
            fought and who in agents and _civilians(ledger, mention),
            AGAINST_INTEREST,
            "it harmed civilians",
        ),
        (fought and sided and who in agents, OWN_SUCCESS, "a deed of its own side"),
        (fought and against, OWN_SUCCESS, "a blow to the side it stands against"),
        (gave_ground and who in targets, OWN_SUCCESS, "the other side gives ground"),
        (True, NEUTRAL, "its own side neither did it nor gave ground"),
    )
    interest, why = next((interest, why) for holds, interest, why in rules if holds)
    return Standing(claim.id, interest, why)


def _civilians(ledger: Ledger, mention: Mention) -> bool:
    """Whether those hit are told as civilians, and nobody else is."""
    sides = [side_at(ledger, span) for span in mention.targets]
    return bool(sides) and all(side is not None and side.endswith("-CIV") for side in sides)


def _soldiers(ledger: Ledger, mention: Mention, who: str) -> bool:
    """Whether those hit are the speaker's own armed men: a target of its side that is no civilian group."""
    sides = [side for span in mention.targets if (side := side_at(ledger, span)) and camp(side) == who]
    return bool(sides) and all(not side.endswith("-CIV") for side in sides)


def standings(ledger: Ledger, members: Sequence[Telling], hostile: frozenset[tuple[str, str]]) -> dict[str, Standing]:
    """Standing by claim id, over the tellings of one event."""
    agents = frozenset(c for t in members for c in t.doer_camps)
    targets = frozenset(c for t in members for c in camps_at(ledger, t.incident.undergoers))
    out: dict[str, Standing] = {}
    for telling in members:
        lost = frozenset(fate for fate, *_ in telling.figures)
        for mention in telling.mentions:
            for claim in ledger.claims_of.get(mention.id, ()):
                found = stand(ledger, claim, mention, agents=agents, targets=targets, hostile=hostile, lost=lost)
                if found:
                    out[claim.id] = found
    return out


def state_standings(ledger: Ledger, known: Iterable[str]) -> list[Standing]:
    """Standings of claims about states (who holds a town): telling that the other side holds it is against interest."""
    out = []
    done = set(known)
    for claim in sorted(ledger.claims.values(), key=lambda c: c.id):
        said = ledger.attributions.get(claim.attribution or "")
        if claim.id in done or said is None:
            continue
        mention = ledger.mentions.get(claim.subject)
        if mention is None:
            continue
        who, holders = speaker_camp(ledger, said), camps_at(ledger, mention.agents)
        holds = any(f.slot is Slot.CONTROLLER for f in mention.fillers)
        if who and holders and holds and claim.act not in QUIET:
            told = OWN_SUCCESS if who in holders else AGAINST_INTEREST
            out.append(Standing(claim.id, told, "who is said to hold the place"))
        else:
            out.append(Standing(claim.id, NEUTRAL, "nothing won or lost by it" if who else "side not known"))
    return out


# ---------------------------------------------------------------- status


def status_of(ledger: Ledger, members: Sequence[Telling], told: dict[str, Standing]) -> Status:
    """What kind of happening the account has, from how and by whom it is told."""
    moods = {t.modality for t in members}
    claims = [c for t in members for m in t.mentions for c in ledger.claims_of.get(m.id, ())]
    if moods == {Modality.NEGATED} or (claims and all(c.act is Act.DENIES for c in claims)):
        return Status.DENIED
    if Modality.ACTUAL not in moods:
        return Status.PLANNED if Modality.PLANNED in moods else Status.HYPOTHETICAL
    if all(t.currency is Currency.BACKGROUND for t in members):
        return Status.BACKGROUND
    firm = [c for c in claims if c.act not in QUIET and ledger.mentions[c.subject].modality is Modality.ACTUAL]
    return Status(_told_status(ledger, firm, told))


def _told_status(ledger: Ledger, claims: Sequence[Claim], told: dict[str, Standing]) -> str:
    attributed = [c for c in claims if c.attribution is not None]
    winners = {c.id.partition(":")[0] for c in attributed if c.id in told and told[c.id].interest == OWN_SUCCESS}
    voiced = [c for c in claims if c.attribution is None and c.id.partition(":")[0] not in winners]
    origin = ledger.origin_of_claim  # a lead that sums up what its report ascribes to the winner lifts nothing
    if any(c.id not in origin or origin[c.id].kind in ("outlet", "wire copy") for c in voiced):
        return "happened"
    camps = {who for c in attributed if (who := speaker_camp(ledger, ledger.attributions.get(c.attribution or "")))}
    interests = {told[c.id].interest for c in attributed if c.id in told}
    if AGAINST_INTEREST in interests and OWN_SUCCESS in interests:
        return "happened"
    sides = {camp for camp in camps if not camp.startswith(("MEDIA", "NEUTRAL", "WEST"))}
    if len(sides) > 1 and OWN_SUCCESS in interests:
        return "happened"
    unverified = attributed and all(
        Hedge.UNVERIFIED in ledger.attributions[c.attribution].hedges for c in attributed if c.attribution
    )
    if attributed and (interests == {OWN_SUCCESS} or unverified):
        return "claimed"
    return "reported" if attributed else "happened"
