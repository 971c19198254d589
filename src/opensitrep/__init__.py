"""From many reports, one sourced account."""

from opensitrep.forms import table
from opensitrep.model import Account, Check
from opensitrep.pipeline import build, check_text, verify, write
from opensitrep.settings import Settings, load_settings

__version__ = "0.1.0"
__all__ = [
    "Account", "Check", "Settings", "__version__", "build", "check_text", "load_settings", "table", "verify", "write",
]  # fmt: skip
