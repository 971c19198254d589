"""One thread for numerical libraries, said before they are loaded; the package imports it first.

The products here are small: beside a second thread of OpenBLAS, which waits by turning in circles, reading took twice
the seconds of the processor and no fewer by the clock, and processes side by side were in one another's way. Work is
spread over reports. What the environment says already stands, and what was loaded before stays as it is.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
