"""Build hook: makes the gazetteer file before the package is put together, unless it is there and current."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GazetteerHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `tools/build_gazetteer.py` for wheels and editable installs."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the file and put it into the wheel although git ignores it."""
        if self.target_name != "wheel":
            return
        path = Path(self.root) / "tools" / "build_gazetteer.py"
        spec = importlib.util.spec_from_file_location("build_gazetteer", path)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["build_gazetteer"] = module
        spec.loader.exec_module(module)
        module.build()
        build_data["artifacts"].append("/src/opensitrep/data/world/gazetteer.sqlite")
