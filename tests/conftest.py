"""Fixtures shared by all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from opensitrep.extract.syntax import load_parser
from opensitrep.model import Account, Document, Reading
from opensitrep.pipeline import extract, extractors, reconcile
from opensitrep.read import make_document
from opensitrep.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The team's folder with benchmark data; it stands beside the repository and is no part of it."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the folder shared/ with the benchmark data does not stand beside this repository")
    return SHARED


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Defaults, without processes."""
    return Settings(engine="here")


@pytest.fixture(scope="session")
def parser(settings: Settings) -> Language:
    """The syntax model, loaded once."""
    return load_parser(settings.syntax_model)


@pytest.fixture(scope="session")
def read(settings: Settings) -> Callable[..., Reading]:
    """Run every extractor over a text of a test: `read("Text.", outlet="The Example")`."""
    stages = extractors(settings)

    def run(text: str, **known: Any) -> Reading:
        return extract(stages, document(text, **known))

    return run


@pytest.fixture(scope="session")
def tell(read: Callable[..., Reading], settings: Settings) -> Callable[..., Account]:
    """Reconcile several texts of a test: `tell("First.", "Second.")`; each is a report of its own."""

    def run(*texts: str, **known: Any) -> Account:
        return reconcile([read(t, name=f"{n:03}.txt", **known) for n, t in enumerate(texts)], settings)

    return run


def document(text: str, *, name: str = "test.txt", **known: Any) -> Document:
    """A document of a test."""
    return make_document(name=name, text=text, **known)
