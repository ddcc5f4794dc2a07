"""The record: programs, their editions, and facts that each carry their citation."""

from .areas import Area, AreaDesignation
from .calls import Call
from .cases import CaseOrganization, CasePlace, CaseStudy, Outcome
from .editions import Edition, EditionOffice, PrintedLabel, ProgramPart, ProgramPeriod
from .eligibility import EligibleApplicant, EligibleCost, Requirement, TargetArea
from .money import BudgetLine, Cap, CostShare, SubsidyRate
from .programs import Office, Program, ProgramAlias
from .publication import CatalogLoad, PublicRecord
from .relations import Link, ProgramRelation
from .sources import Cited, Source
from .vocabulary import ApplicantKind, Field, SupportType

__all__ = [
    "ApplicantKind",
    "Area",
    "AreaDesignation",
    "BudgetLine",
    "Call",
    "Cap",
    "CaseOrganization",
    "CasePlace",
    "CaseStudy",
    "CatalogLoad",
    "Cited",
    "CostShare",
    "Edition",
    "EditionOffice",
    "EligibleApplicant",
    "EligibleCost",
    "Field",
    "Link",
    "Office",
    "Outcome",
    "PrintedLabel",
    "Program",
    "ProgramAlias",
    "ProgramPart",
    "ProgramPeriod",
    "ProgramRelation",
    "PublicRecord",
    "Requirement",
    "Source",
    "SubsidyRate",
    "SupportType",
    "TargetArea",
]
