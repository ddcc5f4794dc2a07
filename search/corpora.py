"""The two things that are searched, each with the tables of its index."""

from dataclasses import dataclass
from typing import Any

from .models import (
    CaseDocument,
    CaseFacet,
    CaseGram,
    CaseWord,
    ProgramDocument,
    ProgramFacet,
    ProgramGram,
    ProgramWord,
)

# A model class; Any, since Django types no options of its classes.
Table = Any


@dataclass(frozen=True)
class Corpus:
    documents: Table
    grams: Table
    facets: Table
    words: Table


PROGRAMS = Corpus(ProgramDocument, ProgramGram, ProgramFacet, ProgramWord)
CASES = Corpus(CaseDocument, CaseGram, CaseFacet, CaseWord)
CORPORA = {corpus.documents: corpus for corpus in (PROGRAMS, CASES)}
