"""A contract for import-linter: what lies inside a room is imported by the room alone, others ask the room itself."""

from __future__ import annotations

from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class RoomsContract(Contract):
    """Keep every import of a room's parts inside the room. `rooms` are packages, `*` stands for one name."""

    type_name = "rooms"
    rooms = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find the imports that reach into a room from outside."""
        rooms = [name for name in sorted(graph.modules) if graph.find_children(name) and self._is_room(name)]
        found = [
            (importer, part)
            for room in rooms
            for part in sorted(graph.find_descendants(room))
            for importer in sorted(graph.find_modules_that_directly_import(part))
            if not f"{importer}.".startswith(f"{room}.")
        ]
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each such import."""
        for importer, part in check.metadata["found"]:
            output.print_error(f"{importer} imports {part}: import it from the room", bold=False)

    def _is_room(self, name: str) -> bool:
        depth = name.count(".")
        return any(fnmatchcase(name, str(room)) and str(room).count(".") == depth for room in self.rooms)  # type: ignore[attr-defined]
