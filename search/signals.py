"""What else changes what a search answers: deletions, synonyms, vocabularies, areas."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from programs.models import ApplicantKind, Area, Field, Source, SupportType

from .index import forget
from .models import CaseDocument, ProgramDocument, Synonym
from .stamp import renew_stamp


def connect() -> None:
    for document in (ProgramDocument, CaseDocument):
        post_delete.connect(on_document_deleted, sender=document)
    for vocabulary in (Synonym, Field, ApplicantKind, SupportType, Area, Source):
        for signal in (post_save, post_delete):
            signal.connect(on_vocabulary_changed, sender=vocabulary)


def on_document_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Also where a program or a case goes and takes its document along."""
    forget(instance)


def on_vocabulary_changed(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    renew_stamp()
