"""See the modules; nothing is done on import."""
