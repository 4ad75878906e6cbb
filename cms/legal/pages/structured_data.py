"""schema.org ``Legislation`` of a document and ``QAPage`` of an answered question, as JSON that may stand inside a
script element."""

from __future__ import annotations

import json

from django.utils.safestring import SafeString, mark_safe

from cms.legal.parsing.citation_text import full_title
from cms.legal.validity import status
from cms.legal.validity.provenance import NOT_KNOWN

_FORCE = {
    status.IN_FORCE: "InForce",
    status.PARTLY_EXPIRED: "PartiallyInForce",
    status.PARTLY_SUSPENDED: "PartiallyInForce",
    status.EXPIRED: "NotInForce",
    status.NOT_YET: "NotInForce",
    status.SUSPENDED: "NotInForce",
}
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def legislation(document, today: status.Status) -> dict:
    """Only what is known is said: no date, issuer or legal force is made up; "in force", in part as well, only where
    there is ground for it."""
    url = document.canonical_url
    type_name = document.doc_type.name if document.doc_type_id else ""
    data = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": url,
        "url": url,
        "name": full_title(type_name, document.title) or document.number_raw,
        "legislationIdentifier": document.number_raw,
        "inLanguage": "vi",
        "legislationType": type_name,
        "legislationDate": document.issued_on.isoformat() if document.issued_on else None,
        "legislationPassedBy": [{"@type": "GovernmentOrganization", "name": name} for name in document.issuer_names],
        "temporalCoverage": _coverage(document),
        "legislationLegalForce": f"https://schema.org/{_FORCE[code]}" if (code := _known(today)) in _FORCE else None,
        "abstract": document.summary or document.abstract or None,
        "sameAs": document.source_url or None,
    }
    return {key: value for key, value in data.items() if value}


def _known(today: status.Status) -> str:
    return "" if today.how == NOT_KNOWN else today.shown


def _coverage(document) -> str:
    if not document.effective_from:
        return ""
    end = document.effective_to.isoformat() if document.effective_to else ".."
    return f"{document.effective_from.isoformat()}/{end}"


def qa_page(page, url: str, answer: str) -> dict:
    """schema.org ``QAPage`` of an answered question; ``answer``: its text without tags."""
    by = {"@type": "Person", "name": page.answered_by} if page.answered_by else None
    accepted = {
        "@type": "Answer", "text": answer, "url": url, "dateCreated": page.date.isoformat(), "author": by,
    }  # fmt: skip
    return {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "inLanguage": page.locale.language_code,
        "mainEntity": {
            "@type": "Question",
            "name": page.title,
            "answerCount": 1,
            "acceptedAnswer": {key: value for key, value in accepted.items() if value},
        },
    }


def script_json(data: dict) -> SafeString:
    """JSON without characters that could end the script element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308
