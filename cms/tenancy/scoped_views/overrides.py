"""Checks an image, file or page chosen for a translation in place of the original's: Wagtail accepts any id.

Another school's id and a missing id get the same message; nothing is stored.
"""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from wagtail.blocks import FieldBlock, ListBlock
from wagtail.fields import StreamField
from wagtail_localize.models import OverridableSegment
from wagtail_localize.views.edit_translation import edit_override as wagtail_edit_override

from cms.tenancy.access import posted_content
from cms.tenancy.access.rule_types import Claim
from cms.tenancy.access.subjects import subject_of


def edit_override(request, translation_id, overridable_segment_id):
    if request.method not in ("PUT", "DELETE"):
        return HttpResponseNotAllowed(["PUT", "DELETE"])
    if request.method == "PUT" and not _is_allowed_value(request, overridable_segment_id):
        words = _("This is not there, or it is not your school's. Choose another one.")
        return JsonResponse({"detail": words}, status=400, json_dumps_params={"ensure_ascii": False})
    return wagtail_edit_override(request, translation_id, overridable_segment_id)


def _is_allowed_value(request, segment_id) -> bool:
    segment = get_object_or_404(OverridableSegment.objects.select_related("source", "context"), pk=segment_id)
    values = QueryDict(request.body).getlist("value") if _is_form_request(request) else []
    if not values:
        return False
    try:
        model = named_model(segment)
    except LookupError:
        return False
    if model is None:
        return True
    ref = posted_content.reference_type_of(model)
    if ref is None:  # belongs to the library, which everybody may name
        return values[-1].isdecimal() and len(values[-1]) < 19 and model._base_manager.filter(pk=values[-1]).exists()
    return posted_content.may_use(Claim(ref, values[-1]), subject_of(request.user), request.user)


def _is_form_request(request) -> bool:
    return request.content_type == "application/x-www-form-urlencoded"


def named_model(segment: OverridableSegment) -> type[Model] | None:
    """Returns the model whose id this position of the content holds; ``None`` for words, dates and URLs. Raises
    ``LookupError`` for an unknown position."""
    source = segment.source.get_source_instance()
    names = segment.context.get_field_path(source).split(".")
    model = type(source)
    while names:
        try:
            field = model._meta.get_field(names.pop(0))
        except FieldDoesNotExist as error:
            raise LookupError from error
        if isinstance(field, StreamField):
            return _model_of_block(field.stream_block, names)
        model = field.related_model
        if model is None:
            return None
    return model


def _model_of_block(block, names) -> type[Model] | None:
    for name in names:
        while isinstance(block, ListBlock):
            block = block.child_block
        block = getattr(block, "child_blocks", {}).get(name, block)
    while isinstance(block, ListBlock):
        block = block.child_block
    if not isinstance(block, FieldBlock):
        raise LookupError
    return getattr(block, "target_model", None) or getattr(block, "model_class", None)
