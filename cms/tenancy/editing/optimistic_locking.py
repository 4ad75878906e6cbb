"""Optimistic locking of rows without versions (settings, names of the library, plans, pictures …): a form opened before
somebody else saved is shown again instead of overwriting. Pages and documents use ``rejected_submission`` and Wagtail's
own conflict check."""

from __future__ import annotations

import hashlib
import json
from functools import wraps
from typing import Any

from django.forms import CharField, HiddenInput, ModelForm
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.blocks import StreamValue

#: The form field that holds the state of the row when the form was opened.
STATE_FIELD = "editing-shown"


def add_optimistic_locking(view: Any) -> None:
    """``view``: Wagtail's generic edit view, the base of the edit views of all models."""
    view.get_form, view.post = _add_state_field(view.get_form), _reject_stale_form(view.post)


def form_state(form: ModelForm) -> str:
    """Returns the state of what the form edits, as stored in the database now."""
    row = form.instance._meta.model._base_manager.filter(pk=form.instance.pk).first()
    if row is None:
        return ""
    state = _row_values(row, form.fields)
    for name in getattr(form, "formsets", {}):
        state[name] = [_row_values(child) for child in getattr(row, name).all()]
    text = json.dumps(state, default=str, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _row_values(row, names=None) -> dict:
    fields = (*row._meta.concrete_fields, *row._meta.many_to_many)
    return {
        field.name: _to_json_value(field.value_from_object(row))
        for field in fields
        if names is None or field.name in names
    }


def _to_json_value(value):
    if isinstance(value, StreamValue):
        return list(value.raw_data)
    return sorted(str(one.pk) for one in value) if isinstance(value, list) else value


def _is_unversioned(view) -> bool:
    return not getattr(view, "revision_enabled", False)


def _add_state_field(get_form):
    @wraps(get_form)
    def with_state(self, *args, **kwargs):
        form = get_form(self, *args, **kwargs)
        if _is_unversioned(self) and isinstance(form, ModelForm):
            form.fields[STATE_FIELD] = CharField(required=False, initial=form_state(form), widget=HiddenInput)
        return form

    return with_state


def _reject_stale_form(post):
    @wraps(post)
    def unless_older(self, request, *args, **kwargs):
        shown = request.POST.get(STATE_FIELD)
        if shown is None or not _is_unversioned(self):
            return post(self, request, *args, **kwargs)
        if not hasattr(self, "object"):
            self.object = self.get_object()
        form = self.get_form()
        if STATE_FIELD not in form.fields or shown == (now := form.fields[STATE_FIELD].initial):
            return post(self, request, *args, **kwargs)
        messages.warning(request, _describe_change(self.get_last_updated_info()))
        form.data = form.data.copy()
        form.data[form.add_prefix(STATE_FIELD)] = now
        self.produced_error_message = None
        return self.form_invalid(form)

    return unless_older


def _describe_change(last) -> str:
    text = _(
        "This was changed after you had opened it. Your text stands below and is not saved yet. If you save it now, "
        "it takes "
        "the place of the other one."
    )
    if last is None:
        return text
    words = {
        "name": user_display_name(last.user) or _("Somebody"),
        "time": date_format(localtime(last.timestamp), "H:i d/m/Y"),
    }
    return text + " " + _("The last change in the history: %(name)s, %(time)s.") % words
