"""Exceptions, drawn as a tree.

OpensitrepError
├── SettingsError      settings that cannot be used: the run does not start
└── ResourceError      a file of data/ that is missing or not what it should be: the run does not start

Bad input raises nothing: it becomes a Problem, and the run goes on.
"""


class OpensitrepError(Exception):
    """Root of all errors raised on purpose."""


class SettingsError(OpensitrepError):
    """Settings that cannot be used."""


class ResourceError(OpensitrepError):
    """A data file that is missing or damaged."""
