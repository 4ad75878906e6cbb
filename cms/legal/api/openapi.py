"""The OpenAPI 3.1 document of the API; its lists of values come from the models."""

from __future__ import annotations

from typing import Any

from cms.legal.api.errors import STATUS
from cms.legal.api.query_params import FULL, MOST, MOST_FULL, PER_PAGE, YEARS
from cms.legal.documents import library
from cms.legal.models import (
    EventKind,
    LegalDocument,
    LegalDocumentFile,
    Provision,
    RelationKind,
    StatusCode,
    StatusKnown,
)
from cms.legal.sources.source_registry import SOURCES
from cms.legal.validity.provenance import CONSOLIDATED
from cms.tenancy import sites

VERSION = "1.0.0"
_TEXT, _NUMBER, _FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}
_MAY_TEXT = {"type": ["string", "null"]}
_DAY, _MAY_DAY = {"type": "string", "format": "date"}, {"type": ["string", "null"], "format": "date"}
_MOMENT, _KEY = {"type": "string", "format": "date-time"}, {"type": "string", "format": "uuid"}
_URL = {"type": "string", "format": "uri"}


def build_document() -> dict[str, Any]:
    portal = sites.portal_site()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Thư viện văn bản pháp luật",
            "version": VERSION,
            "description": (
                "Public documents of the library, for portals that mirror it. Every answer has an ETag; send it back "
                "as If-None-Match and get 304 where nothing has changed. Read the whole list once, keep the first "
                "page's updated_until, and ask with it as updated_since the next time: documents whose record has "
                "changed come again, and those that were withdrawn come with deleted: true."
            ),
        },
        "servers": [{"url": (portal.root_url if portal else "") + "/api/v1"}],
        "paths": {
            "/documents/": _get("listDocuments", "Documents, by the time of their last change.", "Page", _parameters(),
                [400]),
            "/documents/{id}/": _get("getDocument", "One document with its text and relations.", "Document",
                                     [_path_id(), _as_of()], [400, 404, 410]),
            "/document-types/": _get("listDocumentTypes", "Types of documents.", "DocumentTypes", [], [400]),
            "/issuing-bodies/": _get("listIssuingBodies", "Issuing bodies.", "IssuingBodies", [], [400]),
            "/fields/": _get("listFields", "Fields of law.", "Fields", [], [400]),
        },
        "components": {"schemas": _schemas(), "responses": _responses()},
    }  # fmt: skip


def _get(name: str, summary: str, schema: str, parameters: list, errors: list[int]) -> dict[str, Any]:
    tag = {"name": "If-None-Match", "in": "header", "schema": _TEXT, "description": "An ETag from before."}
    good = {
        "description": summary,
        "headers": {"ETag": {"schema": _TEXT}},
        "content": {"application/json": {"schema": _ref(schema)}},
    }
    answers = {str(status): {"$ref": f"#/components/responses/{status}"} for status in (304, *errors, 429)}
    return {"get": {"operationId": name, "summary": summary, "parameters": [*parameters, tag],
        "responses": {"200": good, **answers}}}  # fmt: skip


def _query(name: str, schema: dict, description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _path_id() -> dict[str, Any]:
    return {"name": "id", "in": "path", "required": True, "schema": _KEY}


def _as_of() -> dict[str, Any]:
    return _query("as_of", _DAY, "The day for which the status is asked; today if it is left out.")


def _parameters() -> list[dict[str, Any]]:
    return [
        _query("type", _NUMBER, "id of a document type."),
        _query("issuer", _NUMBER, "id of an issuing body."),
        _query("field", _TEXT, "slug of a field of law."),
        _query("level", _one_of(LegalDocument.Level.values), "Level of the issuing body."),
        _query("group", _one_of(library.GROUPS),
            "As on the schools' pages: what the education sector issues is a group of its own."),
        _query("nature", _one_of(LegalDocument.Nature.values), "Normative, individual or administrative."),
        _query("year", {**_NUMBER, "minimum": YEARS[0], "maximum": YEARS[-1]}, "Year of issue."),
        _query("number", _TEXT, "A number in any usual spelling."),
        _query("status", _one_of(StatusCode.values), "Status on the day as_of."),
        _as_of(),
        _query("updated_since", _MOMENT,
            "Changed or withdrawn since then; withdrawn ones whatever the other filters say."),
        _query("detail", _one_of([FULL]), "full: the records as those of one document."),
        _query("limit", {**_NUMBER, "minimum": 1, "maximum": MOST, "default": PER_PAGE},
            f"With detail=full at most {MOST_FULL}."),
        _query("cursor", _TEXT, "Comes with “next”."),
    ]  # fmt: skip


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(values, null: bool = False) -> dict[str, Any]:
    values = [str(value) for value in values]
    return {"type": ["string", "null"], "enum": [*values, None]} if null else {"type": "string", "enum": values}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _schemas() -> dict[str, Any]:
    head = _head()
    return {
        "Page": _object({
            "count": _NUMBER, "next": {"type": ["string", "null"], "format": "uri"},
            "updated_until": {"type": ["string", "null"], "format": "date-time"},
            "results": _list({"anyOf": [_ref("Document"), _ref("DocumentHead"), _ref("Withdrawn")]}),
        }),
        "Withdrawn": {**_object({"id": _KEY, "deleted": {"const": True}, "changed_at": _MOMENT}),
            "additionalProperties": False},
        "DocumentHead": _object(head),
        "Document": _object({**head, **_rest()}),
        "Link": _link([*RelationKind.values, *EventKind.values]),
        "Period": _object({**_known_status(), "from": _MAY_DAY, "until": _MAY_DAY}),
        "Provision": _provision(),
        "File": _file(),
        "Words": _object({"title": _TEXT, "abstract": _TEXT, "summary": _TEXT}),
        "DocumentTypes": _terms({"id": _NUMBER, "name": _TEXT, "abbreviation": _TEXT, "nature": _TEXT, "rank": _NUMBER,
                                 "valid_from": _MAY_DAY, "valid_to": _MAY_DAY}),
        "IssuingBodies": _terms({"id": _NUMBER, "name": _TEXT, "abbreviation": _TEXT, "level": _TEXT,
            "territory": _TEXT,
                                 "education": _FLAG, "valid_from": _MAY_DAY, "valid_to": _MAY_DAY}),
        "Fields": _terms({"slug": _TEXT, "name": _TEXT}),
        "Error": _object({"error": _object({
            "code": _one_of(STATUS), "message": _object({"vi": _TEXT, "en": _TEXT}), "parameter": _TEXT,
        }, optional=("parameter",))}),
    }  # fmt: skip


def _terms(properties: dict) -> dict[str, Any]:
    return _object({"results": _list(_object(properties))})


def _known_status() -> dict[str, Any]:
    return {
        "code": _one_of(StatusCode.values), "label": _TEXT, "known": _one_of([*StatusKnown.values, CONSOLIDATED]),
        "known_by": _one_of(SOURCES, null=True), "known_on": _MAY_DAY, "known_label": _TEXT, "forecast": _FLAG,
    }  # fmt: skip


def _head() -> dict[str, Any]:
    texts = ("type", "abstract", "summary", "signer", "signer_title", "place", "status_reason", "gazette_no",
        "audience",
             "source_url", "vbpl_item_id")  # fmt: skip
    days = ("issued", "effective", "expires", "gazette_on", "status_from")
    status = {**_known_status(), "as_of": _DAY, "reasons": _list(_TEXT)}
    return {
        "id": _KEY, "deleted": {"const": False}, "changed_at": _MOMENT, "url": _URL, "api_url": _URL,
        "number": _TEXT, "number_normalised": _TEXT, "title": _MAY_TEXT, "issuers": _list(_TEXT),
        "topics": _list(_TEXT), **dict.fromkeys(texts, _MAY_TEXT), **dict.fromkeys(days, _MAY_DAY),
        "level": _one_of(LegalDocument.Level.values, null=True),
        "nature": _one_of(LegalDocument.Nature.values, null=True),
        "status_override": _one_of(StatusCode.values, null=True), "education": _FLAG,
        "type_id": {"type": ["integer", "null"]}, "issuer_ids": _list(_NUMBER), "field_slugs": _list(_TEXT),
        "missing": _list(_one_of(LegalDocument.Missing.values)),
        "status": _object(status, optional=("reasons",)),
    }  # fmt: skip


def _rest() -> dict[str, Any]:
    return {
        "status_history": _list(_ref("Period")),
        "relations": _list(_ref("Link")),
        "relations_in": _list(_ref("Link")),
        "events": _list(_ref("Link")),
        "provisions": _list(_ref("Provision")),
        "files": _list(_ref("File")),
        "translations": {"type": "object", "additionalProperties": _ref("Words")},
    }


def _link(kinds) -> dict[str, Any]:
    return _object({
        "document": _MAY_TEXT, "document_id": {"type": ["string", "null"], "format": "uuid"},
        "kind": _one_of(dict.fromkeys(kinds)), "label": _TEXT, "provisions": _MAY_TEXT, "own_provisions": _MAY_TEXT,
        "day": _MAY_DAY, "note": _MAY_TEXT,
    })  # fmt: skip


def _provision() -> dict[str, Any]:
    texts = ("number", "label", "heading", "text", "anchor", "chapter", "source_anchor", "parent")
    properties = {"kind": _one_of(Provision.Kind.values), **dict.fromkeys(texts, _TEXT)}
    return _object(properties, optional=tuple(name for name in texts if name != "anchor"))


def _file() -> dict[str, Any]:
    return _object({
        "title": _TEXT, "url": _URL, "role": _one_of(LegalDocumentFile.Role.values), "language": _TEXT,
        "size": {"type": ["integer", "null"]}, "sha256": _MAY_TEXT, "pages": {"type": ["integer", "null"]},
        "has_text_layer": {"type": ["boolean", "null"]},
    })  # fmt: skip


def _responses() -> dict[str, Any]:
    words = {
        400: "A parameter is not known, or its value is not understood.", 404: "Never was there.",
        410: "Has been withdrawn.", 429: "Too many requests; see Retry-After.",
    }  # fmt: skip
    content = {"application/json": {"schema": _ref("Error")}}
    found = {str(status): {"description": text, "content": content} for status, text in words.items()}
    return {**found, "304": {"description": "Not changed since the ETag."}}
