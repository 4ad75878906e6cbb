"""Removes foreign references from posted content: images, documents and pages by id, and links in rich text.

An id that the subject may not use is replaced by one that never exists, before the form reads it. So the form answers
exactly as for a missing object: a clear error at the field, nothing is shown and nothing is lost.
"""

from __future__ import annotations

import json
import re
from functools import cache

from django.apps import apps
from django.db.models import ForeignKey
from django.http import QueryDict
from modelcluster.fields import ParentalKey
from wagtail.blocks import FieldBlock, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.models import AbstractPage, Page

from cms.tenancy.access import object_lookup
from cms.tenancy.access.decision import parse_number, strip_form_prefix
from cms.tenancy.access.rule_types import Claim, ObjectReference, Subject

DANGLING_LINK = "0"  # no row has this id
_ROW = re.compile(r"-\d+-")  # the row index of a formset: "images-3-image"


def protected_models():
    return Page, get_image_model(), get_document_model()


def link_reference_types() -> dict[str, ObjectReference]:
    """Returns the link types of rich text, as the editor sends them."""
    page, image, document = (ObjectReference(model._meta.label_lower, shared=True) for model in protected_models())
    return {"LINK": page, "IMAGE": image, "DOCUMENT": document}


@cache
def reference_parameters() -> tuple[dict[str, ObjectReference], dict[str, ObjectReference]]:
    """Returns (fields, blocks): the foreign keys of pages and settings (``image``) and of child rows
    (``images-image``), and the names of the choosers in their blocks."""
    fields: dict[str, ObjectReference] = {}
    blocks: dict[str, ObjectReference] = {}
    for model in apps.get_models():
        keys = [field for field in model._meta.get_fields() if isinstance(field, ParentalKey)]
        rows = [key.remote_field.get_accessor_name() for key in keys if issubclass(key.related_model, AbstractPage)]
        if not rows and not issubclass(model, AbstractPage | BaseSiteSetting):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and (ref := reference_type_of(field.related_model)) and field.editable:
                fields.update({f"{row}-{field.name}": ref for row in rows} if rows else {field.name: ref})
            if isinstance(field, StreamField):
                _walk(field.stream_block, "", blocks)
    return fields, blocks


def reference_type_of(model) -> ObjectReference | None:
    for walled in protected_models():
        if isinstance(model, type) and issubclass(model, walled):
            return ObjectReference(walled._meta.label_lower, shared=True)
    return None


def _walk(block, name: str, found: dict[str, ObjectReference]) -> None:
    """Collects choosers. A chooser's parameter ends with its name in a struct, with "value" in a stream or list."""
    if isinstance(block, StructBlock):
        for child_name, child in block.child_blocks.items():
            _walk(child, child_name, found)
    elif isinstance(block, StreamBlock):
        for child in block.child_blocks.values():
            _walk(child, "value", found)
    elif isinstance(block, ListBlock):
        _walk(block.child_block, "value", found)
    elif isinstance(block, FieldBlock) and (ref := reference_type_of(getattr(block, "model_class", None))):
        found[name] = ref


def blank_foreign_references(request, visitor: Subject) -> None:
    """Rewrites the body of ``request`` where it names objects outside the subject's scope, for every HTTP method."""
    if request.content_type == "application/json":
        _rewrite_json(request, visitor)
    elif request.method == "POST":
        request.POST = _clean_parameters(request.POST, visitor, request.user)
    elif request.content_type == "application/x-www-form-urlencoded":  # Django parses form bodies of POST alone
        _replace_body(request, _clean_parameters(QueryDict(request.body), visitor, request.user).urlencode().encode())


def _rewrite_json(request, visitor: Subject) -> None:
    try:
        data = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return
    if isinstance(data, dict):
        clean = {name: _clean_json(name, value, visitor, request.user) for name, value in data.items()}
        if clean != data:
            _replace_body(request, json.dumps(clean).encode())


def _clean_json(name: str, value, visitor: Subject, user):
    if isinstance(value, list):
        return [_clean_json(name, item, visitor, user) for item in value]
    if isinstance(value, str):
        return _clean_value(name, value, visitor, user)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(_clean_value(name, str(value), visitor, user))
    return value


def _replace_body(request, body: bytes) -> None:
    request._body = body
    request.META["CONTENT_LENGTH"] = str(len(body))


def _clean_parameters(sent: QueryDict, visitor: Subject, user) -> QueryDict:
    changed = {}
    for name, values in sent.lists():
        clean = [_clean_value(name, value, visitor, user) for value in values]
        if clean != values:
            changed[name] = clean
    if not changed:
        return sent
    found = sent.copy()
    for name, values in changed.items():
        found.setlist(name, values)
    return found


def _clean_value(name: str, value: str, visitor: Subject, user) -> str:
    if (state := parse_rich_text_state(value)) is not None:
        return _clean_rich_text(value, state, visitor, user)
    if parse_number(value) is None:
        return value
    fields, blocks = reference_parameters()
    ref = blocks.get(strip_form_prefix(name)) if "-value" in name else fields.get(_ROW.sub("-", name))
    return value if ref is None or may_use(Claim(ref, value), visitor, user) else DANGLING_LINK


def parse_rich_text_state(value: str) -> dict | None:
    """Returns the posted rich text in any spelling that the editor's parser accepts; ``None`` for anything else.

    >>> parse_rich_text_state(' {"entity\\u004dap": {}}')
    {'entityMap': {}}
    """
    if not value.lstrip().startswith("{"):
        return None
    try:
        state = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return state if isinstance(state, dict) and "entityMap" in state else None


def _clean_rich_text(value: str, state: dict, visitor: Subject, user) -> str:
    entities = state["entityMap"]
    entities = list(entities.values()) if isinstance(entities, dict) else entities if isinstance(entities, list) else []
    refs, changed = link_reference_types(), False
    for entity in entities:
        data = entity.get("data") if isinstance(entity, dict) else None
        if not isinstance(data, dict):
            continue
        ref = refs.get(str(entity.get("type")))
        if ref and data.get("id") not in (None, "") and not may_use(Claim(ref, str(data["id"])), visitor, user):
            data["id"], changed = int(DANGLING_LINK), True
            data.pop("parentId", None)
    return json.dumps(state) if changed else value


def may_use(claim: Claim, visitor: Subject, user) -> bool:
    what = object_lookup.find_ownership(claim, user)
    return visitor.everywhere or what.owner in visitor.places or what.shared
