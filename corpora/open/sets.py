"""The reader of each open set."""

from corpora.open import documents, events, frames, predicates
from corpora.open.readers import Reader


def readers() -> dict[str, Reader]:
    """The reader of each set of sources.toml."""
    return {
        "maven": events.maven,
        "maven_speechee": events.speechee,
        "framenet17": frames.fulltext,
        "framenet17_exemplars": frames.exemplars,
        "geneva": events.geneva,
        "propbank_ewt": predicates.propbank,
        "uds_ih2": predicates.uds,
        "meantime": predicates.meantime,
        "gum": documents.gum,
        "re3d": documents.re3d,
        "wikievents": events.wikievents,
        "litbank": documents.litbank,
        "gap": documents.gap,
    }
