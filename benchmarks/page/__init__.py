"""The page: how large it is and how soon it is painted."""
