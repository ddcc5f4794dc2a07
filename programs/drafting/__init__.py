"""下書き・確認・公開: how a change reaches the public.

What the public sees is never edited in place: an editor works on a copy beside it, another person approves
it, and publication puts the copy's facts in place of the program's.
"""

from .cloning import Place, clone_edition, clone_program
from .edits import begin, is_editable, record_save
from .guard import recording
from .review import approve, delete, discard, publish_due, recall, return_to_editors, submit, withdraw
from .versions import differences, restore

__all__ = [
    "Place",
    "approve",
    "begin",
    "clone_edition",
    "clone_program",
    "delete",
    "differences",
    "discard",
    "is_editable",
    "publish_due",
    "recall",
    "record_save",
    "recording",
    "restore",
    "return_to_editors",
    "submit",
    "withdraw",
]
