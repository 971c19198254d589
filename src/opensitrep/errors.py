"""Exceptions, drawn as a tree.

OpensitrepError
├── InputError         paths that are not there: the run does not start
├── SettingsError      settings that cannot be used: the run does not start
├── ResourceError      a data file that is missing or not what it should be, processes that cannot be had: no run
└── OutputError        results that cannot be written: what stood there stays as it was

Bad input raises nothing: it becomes a Problem, and the run goes on.
"""


class OpensitrepError(Exception):
    """Root of all errors raised on purpose."""


class InputError(OpensitrepError):
    """Reports that are named and not there."""


class SettingsError(OpensitrepError):
    """Settings that cannot be used."""


class ResourceError(OpensitrepError):
    """A data file that is missing or damaged; processes that cannot be had."""


class OutputError(OpensitrepError):
    """A place where results or readings cannot be written, or that holds no results."""
