"""Which reports are about the same happenings.

Never here: claims.
"""

from opensitrep.reconcile.stories.group import Subject, group_stories, group_subjects, subject_of, usual_spread

__all__ = ["Subject", "group_stories", "group_subjects", "subject_of", "usual_spread"]
