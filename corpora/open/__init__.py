"""Open labelled sets in one form: see README.md."""
