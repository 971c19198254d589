"""Gazetteer files made of GeoNames dumps and of lists of sites.

Never here: reports.
"""

from opensitrep.world.building.making import Order, Outcome, country_codes, make

__all__ = ["Order", "Outcome", "country_codes", "make"]
