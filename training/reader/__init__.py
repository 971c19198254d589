"""The readers of happenings: labelled reports to tables of tokens, tables to weights."""
