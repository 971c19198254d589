"""The closed lists: what a mark, a place name, an actor, a statement, a happening, a fact can be."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """What a run of characters is in the layout of its report, or what was noticed about it.

    Every non-empty line of a document lies in exactly one *block* mark (`HEADLINE` to `BOILERPLATE`), unless a notice
    at its head or end is a block of its own; every character that is no white space lies in exactly one.
    The marks below those lie inside blocks.
    """

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    DATE_LINE = "date line"
    URL_LINE = "url line"
    NOTICE = "notice"  # "This live page is no longer being updated"
    BOILERPLATE = "boilerplate"

    DATELINE = "dateline"  # "KYIV, June 25 (Agency) -" at the head of a paragraph
    WIRE = "wire credit"  # an agency credited for the text; `reading` is its name
    LIVE = "live page"  # paragraphs in no reliable order; spans the body
    REPAIR = "repair"  # `reading` holds the repaired words
    GLITCH = "glitch"  # noticed, not repaired
    FOREIGN = "foreign words"  # left in another language
    TRANSLATED = "translated"  # evidence that the text is a machine translation
    DATE = "date evidence"  # `reading` is an ISO day, "XXXX-06-25", a weekday, or "before" a weekday still to come
    OUTLET = "outlet name"  # the page names itself; `reading` is the name


BLOCKS = (
    Label.HEADLINE,
    Label.SUBHEAD,
    Label.PARAGRAPH,
    Label.CAPTION,
    Label.CREDIT,
    Label.BYLINE,
    Label.DATE_LINE,
    Label.URL_LINE,
    Label.NOTICE,
    Label.BOILERPLATE,
)
READABLE = (Label.HEADLINE, Label.SUBHEAD, Label.PARAGRAPH, Label.CAPTION)
"""Blocks that later extractors read; all other blocks are furniture of the page."""


class TimeType(StrEnum):
    """TIMEX3 types."""

    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Anchor(StrEnum):
    """What a time expression is counted from."""

    SELF = "self"  # complete as written
    PUBLICATION = "publication"
    EXPRESSION = "expression"  # another time expression of the report: `refers`
    EVENT = "event"  # a happening of the report: `refers` spans its words
    NONE = "none"  # cannot be resolved to a date (durations, sets)


class Use(StrEnum):
    """How a place name is used."""

    LITERAL = "literal"
    METONYM = "metonym"  # stands for a government, army or people
    ASSOCIATIVE = "associative"  # modifier of an office or a thing
    EMBEDDED = "embedded_name"  # part of another name
    ORGANISATION = "organisation"  # EU


class PlaceRole(StrEnum):
    """What a place is to the happening told in its clause."""

    TARGET = "target"  # hit, taken, attacked: where it happens
    LAUNCH = "launch"  # fired from
    TAKEOFF = "takeoff"
    VENUE = "venue"  # meeting, protest, ceremony: where it happens
    DIRECTION = "direction"  # towards
    REFERENCE = "reference"  # "70 km north of ..."
    JURISDICTION = "jurisdiction"  # of an office
    SUBJECT = "subject"  # the place a state is told of


class Whereabouts(StrEnum):
    """What the words beside a place name make of it."""

    PART = "part"  # inside: "northern Mali", "the east of Ukraine"
    EDGE = "edge"  # inside or just outside: "on the outskirts of", "at the gates of"
    NEAR = "near"  # around it: "near", "close to", "outside"; with a distance: within so many km
    AWAY = "away"  # elsewhere, measured from it: "70 km north of", "20 km from", "east of"
    BETWEEN = "between"  # one end of a stretch: "between A and B", "the road from A to B"
    OFF = "off"  # at sea before it: "off the coast of", "in waters off"
    BEYOND = "beyond"  # on the other side: "across the border from", "across the river from"
    BORDER = "border"  # on its border: "the border with", "near the border between A and B"


class Precision(StrEnum):
    """How exactly a place is known."""

    POINT = "point"
    SITE = "site in town"
    TOWN = "town"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"
    SEA = "sea"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """What an actor mention is."""

    PERSON = "person"
    BODY = "body"  # ministry, army, company, party, office, command
    STATE = "state"  # a country or its government, by name, demonym or metonym
    GROUP = "group"  # "officials", "separatists", "residents"
    OUTLET = "outlet"
    AGENCY = "agency"  # news agency
    PRONOUN = "pronoun"
    WEAPON = "weapon"


class Form(StrEnum):
    """Form of speech."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Channel(StrEnum):
    """Through what a statement reached the report."""

    UNSPECIFIED = "unspecified"
    TELEGRAM = "telegram"
    TWITTER = "twitter"
    FACEBOOK = "facebook"
    SOCIAL = "social media"
    VIDEO = "video"
    TELEVISION = "television"
    RADIO = "radio"
    INTERVIEW = "interview"
    STATEMENT = "statement"
    BRIEFING = "briefing"
    PHONE = "phone call"
    AGENCY = "news agency"
    OWN = "own reporting"


class Act(StrEnum):
    """What a speaker does by speaking."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    ASKS = "asks"
    OFFERS = "offers"
    THREATENS = "threatens"
    COMMITS = "commits"
    ACCUSES = "accuses"
    OPINES = "opines"
    WITHHOLDS = "withholds"  # "did not state when", "did not confirm"


class Hedge(StrEnum):
    """Caution around a statement."""

    UNVERIFIED = "unverified"
    PRELIMINARY = "preliminary"
    EPISTEMIC = "epistemic"
    SCARE_QUOTES = "scare quotes"
    NO_COMMENT = "no comment from the other side"


class Modality(StrEnum):
    """How a mention presents its happening."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Part(StrEnum):
    """What a passage is in its report."""

    NEWS = "news"
    CONSEQUENCE = "consequence"  # what the news led to: toll, damage, arrests after it
    BACKGROUND = "background"
    REACTION = "reaction"
    EXPECTATION = "expectation"
    SERVICE = "service"  # advice to readers, about the outlet


class Reality(StrEnum):
    """As what a passage is told."""

    FACT = "fact"
    DRILL = "drill"
    FICTION = "fiction"
    SPORT = "sport"
    WHAT_IF = "what-if"
    DISPUTED = "disputed"  # whether it happened at all is what is argued
    WITHDRAWN = "withdrawn"  # corrected, retracted, debunked


class Tie(StrEnum):
    """How an incident of a report stands to another one of it."""

    MAIN = "main"  # what the report is there for
    PART = "part of"
    FOLLOWS = "follows"
    CAUSE = "cause of"
    EARLIER = "earlier"  # background of other days
    OTHER = "other"


class Ground(StrEnum):
    """What the day or place of an incident rests on."""

    STATED = "stated"  # in the clause that tells it
    ELSEWHERE = "elsewhere"  # in another clause that tells it
    NEAR = "near"  # named in the sentence, not in the clause
    DATELINE = "dateline"
    MAIN = "main"  # of the main incident of the report
    PUBLICATION = "publication"  # only the day of the report bounds it
    UNKNOWN = "unknown"


class Currency(StrEnum):
    """Which period a happening belongs to."""

    CURRENT = "current"
    BACKGROUND = "background"


class Status(StrEnum):
    """What kind of happening the account has."""

    HAPPENED = "happened"  # told in an outlet's own voice, or by both sides
    REPORTED = "reported"  # only attributed, by the side hit or by one that gains nothing by it
    CLAIMED = "claimed"  # only attributed, by the side whose own success it is, or marked unverified
    PLANNED = "planned"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    BACKGROUND = "background"


LASTING = "lasting"  # the fate of a count that tells how long a happening lasts


class Slot(StrEnum):
    """Questions a fact can answer; the form of the answer is in the comment."""

    MUNITIONS_FIRED = "munitions_fired"  # number
    MUNITIONS_HIT = "munitions_hit"
    INTERCEPTED = "intercepted"
    AIRCRAFT_COUNT = "aircraft_count"
    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    MISSING = "missing"
    HOSPITALIZED = "hospitalized"
    DISPLACED = "displaced"
    PEOPLE_PRESENT = "people_present"
    KILLED_PROJECTED = "killed_projected"
    REQUESTED = "requested"
    TARGETS_HIT = "targets_hit"
    DAMAGED = "damaged"
    EVACUATED = "evacuated"
    POPULATION = "population"
    DAMAGE_SHARE = "damage_share"
    CONTROL_SHARE = "control_share"
    DISTANCE = "distance"
    WEAPON_RANGE = "weapon_range"
    CAPTURED = "captured"
    RELEASED = "released"
    RESCUED = "rescued"
    INFECTED = "infected"
    SENTENCED = "sentenced"
    HOMELESS = "homeless"
    AFFECTED = "affected"
    DEPLOYED = "deployed"
    COST = "cost"
    AID = "aid"
    VOTE = "vote"
    SHARE = "share"
    OTHER = "other"
    TIME = "time"  # interval
    START_TIME = "start_time"
    ANNOUNCED = "announced"
    PREVIOUS_TIME = "previous_time"
    PLANNED_DURATION = "planned_duration"
    PLACE = "place"  # places
    LAUNCH_ORIGIN = "launch_origin"
    TAKEOFF_ORIGIN = "takeoff_origin"
    CAPITAL = "capital"
    CONTROLLER = "controller"  # code
    STATUS = "status"
    COMPLETION = "completion"
    FIRST_USE = "first_use"
    BELLIGERENT = "belligerent"
    ORDER = "order"
    DIRECTION = "direction"
    MUNITION_TYPE = "munition_type"  # text
    AIRCRAFT_TYPE = "aircraft_type"
    PLACE_KIND = "place_kind"
    PLACE_DETAIL = "place_detail"
    TARGET = "target"
    CAPABILITY = "capability"
    OUTCOME = "outcome"
    DEMAND = "demand"
    SOURCE = "source"
    CAUSE = "cause"


class Verdict(StrEnum):
    """Agreement between origins, never truth."""

    SERIES = "series"  # one count that grew or was revised
    AGREED = "agreed"
    COMPATIBLE = "compatible"
    CONTRADICTED = "contradicted"
    SINGLE = "single-source"


class State(StrEnum):
    """What became of a value."""

    STANDS = "stands"
    SUPERSEDED = "superseded"  # by a later one of the same claimant
    CORRECTED = "corrected"  # the claimant itself calls it wrong and gives another
    WITHDRAWN = "withdrawn"
    PROJECTED = "projected"  # feared or estimated: never a count


class About(StrEnum):
    """What sides answer differently, other than by a number."""

    HAPPENED = "happened"
    DOER = "doer"
    MEANT = "meant"
    CAUSE = "cause"
    TERMS = "terms"
    HOLDER = "holder"
    FIGURE = "figure"
    DETAIL = "detail"  # something else that is told of it


class Rank(StrEnum):
    """How a report gives its day, outlet or title, from the best to the least; a guess never beats a statement."""

    STATED = "stated"  # in a field of the form: JSON-LD, meta, feed
    TEXT = "text"  # in words that are shown: "Published: ...", a date beside the headline
    ADDRESS = "address"
    GUESSED = "guessed"  # in data of the page, or by itself somewhere on it
