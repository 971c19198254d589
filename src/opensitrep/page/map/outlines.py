"""The lines of a map, told by what they enclose and drawn only where they are printed: Markdown prints none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opensitrep.world import outlines
from opensitrep.world.outlines import Shape
from opensitrep.world.projection import Frame, path, project


@dataclass(frozen=True, slots=True)
class Outlines:
    """Countries of a frame, those `inside` (ISO alpha-2) with their divisions, and `dashed` divisions (id, country).

    Each property is the `d` of an SVG path.
    """

    frame: Frame
    worldview: str
    inside: tuple[str, ...]
    dashed: tuple[tuple[str, str], ...] = ()

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """All countries."""
        return outlines.countries(self.frame.box, worldview=self.worldview)

    @property
    def every(self) -> str:
        """All countries."""
        return self._area(self.shapes)

    @property
    def land(self) -> str:
        """Countries around."""
        return self._area(s for s in self.shapes if s.country not in self.inside)

    @property
    def focus(self) -> str:
        """Countries with pins."""
        return self._area(s for s in self.shapes if s.country in self.inside)

    @property
    def lines(self) -> str:
        """First-level divisions of these."""
        return self._area(d for country in self.inside for d in outlines.divisions(country))

    @property
    def hatched(self) -> str:
        """Disputed areas."""
        return self._area(outlines.disputed(self.frame.box))

    @property
    def regions(self) -> str:
        """Regions that are known as such and nothing nearer."""
        return self._area(s for ident, country in self.dashed if (s := outlines.division(ident, country)))

    def _area(self, shapes: Iterable[Shape]) -> str:
        return path(project(self.frame, ring) for shape in shapes for ring in shape.rings)
