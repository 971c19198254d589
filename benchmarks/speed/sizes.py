"""What the default install weighs: `python -m benchmarks.speed.sizes [NAME ...]`, MB of the files of each dependency.

Sizes are those of the files in the `RECORD` of each installed package. Named packages are counted with what they
alone need: dependencies that the other default ones do not bring. Without names: all of the default install.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement


def needed(name: str) -> frozenset[str]:
    """A package and all that it requires here, without extras; those not installed are left out."""
    found, ahead = set[str](), [name]
    while ahead:
        one = ahead.pop().lower().replace("_", "-")
        if one in found:
            continue
        try:
            requires = distribution(one).requires or []
        except PackageNotFoundError:
            continue
        found.add(one)
        asked = [Requirement(r) for r in requires]
        ahead += [r.name for r in asked if r.marker is None or r.marker.evaluate({"extra": ""})]
    return frozenset(found)


def megabytes(name: str) -> float:
    """The files of one package, in MB."""
    return sum(file.size or 0 for file in distribution(name).files or []) / 1e6


def main(names: list[str]) -> None:
    """A line a package, then their sum."""
    default = [Requirement(r) for r in distribution("opensitrep").requires or []]
    default = [r for r in default if r.marker is None or r.marker.evaluate({"extra": ""})]
    others = frozenset[str]().union(*(needed(r.name) for r in default if r.name not in names))
    asked = frozenset[str]().union(*(needed(name) for name in names)) - others if names else others
    for name in sorted(asked):
        print(f"{name}: {megabytes(name):.1f} MB")
    print(f"{len(asked)} packages, {sum(map(megabytes, asked)):.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
