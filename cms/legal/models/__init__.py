from cms.legal.models.cited import LegalMaterialPageDocument, LegalNewsPageDocument, QuestionPageDocument
from cms.legal.models.documents import LegalDocument, LegalDocumentFile, LegalDocumentIssuer
from cms.legal.models.pages import (
    ArticlePage,
    Audience,
    LegalMaterialPage,
    LegalNewsPage,
    QuestionPage,
    TrainingPage,
)
from cms.legal.models.provisions import Provision
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
from cms.legal.models.statuses import StatusCode
from cms.legal.models.taxonomies import DocumentType, IssuingBody, LegalField

__all__ = [
    "FIXED_PAGE_TYPES",
    "ArticlePage",
    "Audience",
    "DocumentType",
    "FixedSectionPage",
    "IssuingBody",
    "LegalDocument",
    "LegalDocumentFile",
    "LegalDocumentIssuer",
    "LegalEducationSectionPage",
    "LegalField",
    "LegalLinksPage",
    "LegalMaterialPage",
    "LegalMaterialPageDocument",
    "LegalNewsIndexPage",
    "LegalNewsPage",
    "LegalNewsPageDocument",
    "MaterialIndexPage",
    "NewDocumentsPage",
    "Provision",
    "QuestionIndexPage",
    "QuestionPage",
    "QuestionPageDocument",
    "StatusCode",
    "TrainingIndexPage",
    "TrainingPage",
]
