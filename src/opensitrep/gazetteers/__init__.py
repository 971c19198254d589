"""Making gazetteer files: a GeoNames dump and lists of a user's own sites in, one SQLite file out."""
