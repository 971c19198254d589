"""`python -m opensitrep` is the command `opensitrep`."""

import sys

from opensitrep.cli import main

sys.exit(main())
