"""Texts and labels that may be published, and the one module that reads them."""
