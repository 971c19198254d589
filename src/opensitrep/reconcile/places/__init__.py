"""Which entry of the gazetteer a name stands for, with the reason, or none.

Never here: text.
"""

from opensitrep.reconcile.places.homes import home_of
from opensitrep.reconcile.places.settle import settle_places

__all__ = ["home_of", "settle_places"]
