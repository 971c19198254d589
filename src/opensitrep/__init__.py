"""From many reports, one sourced account."""

from opensitrep import threads as threads  # first: numerical libraries ask for it when they are loaded
from opensitrep.archive import account_of, add, remove
from opensitrep.forms import table
from opensitrep.model import Account, Check
from opensitrep.pipeline import build, check_text, verify, write
from opensitrep.settings import Settings, load_settings

__version__ = "0.1.0"
__all__ = [
    "Account", "Check", "Settings", "__version__", "account_of", "add", "build", "check_text", "load_settings",
    "remove", "table", "verify", "write",
]  # fmt: skip
