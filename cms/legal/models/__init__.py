"""Tables of the library and of the section: documents and their rows, source statements, derived statuses
(``statuses``, ``periods``), citations and modifications, the section's pages. Rules live in the neighbouring
packages."""

from cms.legal.models.amendments import AmendmentEdge
from cms.legal.models.citations import Citation
from cms.legal.models.cited import LegalMaterialPageDocument, LegalNewsPageDocument, QuestionPageDocument
from cms.legal.models.clauses import ClauseProposal, ClauseReading, ClauseRule
from cms.legal.models.documents import LegalDocument, LegalDocumentFile, LegalDocumentIssuer
from cms.legal.models.duplicates import DistinctDocuments
from cms.legal.models.imports import ImportEntry, ImportRun, ImportUpload, ProposedDocument
from cms.legal.models.mirror import FormerAddress, MirrorEntry
from cms.legal.models.pages import (
    ArticlePage,
    Audience,
    LegalMaterialPage,
    LegalNewsPage,
    QuestionPage,
    TrainingPage,
)
from cms.legal.models.periods import ReviewTask, StatusPeriod
from cms.legal.models.provisions import Provision
from cms.legal.models.relations import EventKind, LegalEvent, LegalRelation, RelationKind
from cms.legal.models.section import (
    FIXED_PAGE_TYPES,
    FixedSectionPage,
    LegalEducationSectionPage,
    LegalLinksPage,
    LegalNewsIndexPage,
    MaterialIndexPage,
    NewDocumentsPage,
    QuestionIndexPage,
    TrainingIndexPage,
)
from cms.legal.models.sources import SourceConflict, SourceRecord, TextVersion
from cms.legal.models.statuses import StatusCode, StatusKnown
from cms.legal.models.taxonomies import DocumentType, IssuingBody, LegalField

__all__ = [
    "FIXED_PAGE_TYPES",
    "AmendmentEdge",
    "ArticlePage",
    "Audience",
    "Citation",
    "ClauseProposal",
    "ClauseReading",
    "ClauseRule",
    "DistinctDocuments",
    "DocumentType",
    "EventKind",
    "FixedSectionPage",
    "FormerAddress",
    "ImportEntry",
    "ImportRun",
    "ImportUpload",
    "IssuingBody",
    "LegalDocument",
    "LegalDocumentFile",
    "LegalDocumentIssuer",
    "LegalEducationSectionPage",
    "LegalEvent",
    "LegalField",
    "LegalLinksPage",
    "LegalMaterialPage",
    "LegalMaterialPageDocument",
    "LegalNewsIndexPage",
    "LegalNewsPage",
    "LegalNewsPageDocument",
    "LegalRelation",
    "MaterialIndexPage",
    "MirrorEntry",
    "NewDocumentsPage",
    "ProposedDocument",
    "Provision",
    "QuestionIndexPage",
    "QuestionPage",
    "QuestionPageDocument",
    "RelationKind",
    "ReviewTask",
    "SourceConflict",
    "SourceRecord",
    "StatusCode",
    "StatusKnown",
    "StatusPeriod",
    "TextVersion",
    "TrainingIndexPage",
    "TrainingPage",
]
