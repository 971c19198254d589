"""Placeholder."""


def write(*, quick: bool = False) -> None:
    """Write docs/benchmarks.md."""
