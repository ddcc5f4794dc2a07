"""The record: programs, their editions, and facts that each carry their citation."""

from .areas import Area, AreaDesignation
from .calls import Call
from .cases import CaseMention, CaseOrganization, CasePlace, CaseStudy, Outcome
from .changes import RecordChange
from .checks import AcceptedWarning, LinkCheck
from .confirmations import Confirmation
from .disagreements import Disagreement, DisagreementSide
from .drafts import Revision, RevisionStep, Version
from .editions import Edition, EditionOffice, Material, PrintedLabel, ProgramPart, ProgramPeriod
from .eligibility import EligibleApplicant, EligibleCost, Requirement, TargetArea
from .money import BudgetLine, Cap, CostShare, SubsidyRate
from .programs import Office, Program, ProgramAlias
from .publication import CatalogLoad, PublicRecord
from .relations import Link, ProgramRelation
from .roadmap import RoadmapEntry, RoadmapItem
from .sources import Cited, Source, SourceReading, SourceText
from .staff import OfficeMember
from .uploads import DocumentUpload, SpreadsheetUpload
from .vocabulary import ApplicantKind, Field, SupportType

__all__ = [
    "AcceptedWarning",
    "ApplicantKind",
    "Area",
    "AreaDesignation",
    "BudgetLine",
    "Call",
    "Cap",
    "CaseMention",
    "CaseOrganization",
    "CasePlace",
    "CaseStudy",
    "CatalogLoad",
    "Cited",
    "Confirmation",
    "CostShare",
    "Disagreement",
    "DisagreementSide",
    "DocumentUpload",
    "Edition",
    "EditionOffice",
    "EligibleApplicant",
    "EligibleCost",
    "Field",
    "Link",
    "LinkCheck",
    "Material",
    "Office",
    "OfficeMember",
    "Outcome",
    "PrintedLabel",
    "Program",
    "ProgramAlias",
    "ProgramPart",
    "ProgramPeriod",
    "ProgramRelation",
    "PublicRecord",
    "RecordChange",
    "Requirement",
    "Revision",
    "RevisionStep",
    "RoadmapEntry",
    "RoadmapItem",
    "Source",
    "SourceReading",
    "SourceText",
    "SpreadsheetUpload",
    "SubsidyRate",
    "SupportType",
    "TargetArea",
    "Version",
]
