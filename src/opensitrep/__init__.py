"""From many reports, one sourced account."""

from opensitrep.forms import table
from opensitrep.model import Account
from opensitrep.pipeline import build, verify, write
from opensitrep.settings import Settings, load_settings

__version__ = "0.1.0"
__all__ = ["Account", "Settings", "__version__", "build", "load_settings", "table", "verify", "write"]
