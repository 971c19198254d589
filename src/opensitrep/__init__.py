"""From many reports, one sourced account."""

from opensitrep.model import Account
from opensitrep.pipeline import build
from opensitrep.settings import Settings, load_settings

__all__ = ["Account", "Settings", "build", "load_settings"]
