"""Many documents of the library get the same level, field, audience… at once."""

from __future__ import annotations

from functools import partial

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.legal.admin_views.document_writes import write_document
from cms.legal.models import LegalDocument, LegalField
from cms.tenancy.scoped_views.bulk import ListedObjectsMixin

#: Each document is written with its history; more would outlast the request.
MAX_DOCUMENTS = 300
_KEEP = [("", gettext_lazy("Leave as it is"))]
_YES, _NO = "yes", "no"
_SWITCH = [*_KEEP, (_YES, gettext_lazy("Yes")), (_NO, gettext_lazy("No"))]


class FieldsForm(forms.Form):
    """What is left empty stays as it is in each document."""

    level = forms.ChoiceField(
        label=gettext_lazy("Level"), choices=[*_KEEP, *LegalDocument.Level.choices], required=False
    )
    education = forms.ChoiceField(label=gettext_lazy("Education sector"), choices=_SWITCH, required=False)
    nature = forms.ChoiceField(
        label=gettext_lazy("Nature"), choices=[*_KEEP, *LegalDocument.Nature.choices], required=False
    )
    add_fields = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Add fields of law"), queryset=LegalField.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    remove_fields = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Take away fields of law"), queryset=LegalField.objects.all(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    audience = forms.CharField(label=gettext_lazy("Audience"), max_length=60, required=False)
    clear_audience = forms.BooleanField(label=gettext_lazy("Empty the audience"), required=False)
    confidential = forms.ChoiceField(
        label=gettext_lazy("Confidential"), choices=_SWITCH, required=False,
        help_text=gettext_lazy("Confidential documents are shown to nobody outside the office."),
    )  # fmt: skip

    def clean(self):
        super().clean()
        wanted = self.cleaned_data
        both = set(wanted.get("add_fields") or ()) & set(wanted.get("remove_fields") or ())
        if both:
            names = ", ".join(sorted(field.name for field in both))
            self.add_error("remove_fields", _("Both added and taken away: %(names)s.") % {"names": names})
        if wanted.get("audience") and wanted.get("clear_audience"):
            self.add_error("clear_audience", _("Either write an audience or empty it."))
        if not self.errors and not any(wanted.values()):
            raise forms.ValidationError(_("Choose at least one thing to change."))
        return wanted


def change_fields(document: LegalDocument, wanted: dict) -> None:
    for name in ("level", "nature", "audience"):
        if wanted[name]:
            setattr(document, name, wanted[name])
    for name in ("education", "confidential"):
        if wanted[name]:
            setattr(document, name, wanted[name] == _YES)
    if wanted["clear_audience"]:
        document.audience = ""
    if wanted["add_fields"] or wanted["remove_fields"]:
        kept = {*document.fields.all(), *wanted["add_fields"]} - set(wanted["remove_fields"])
        document.fields.set(sorted(kept, key=lambda field: field.pk))


class ChangeFieldsAction(ListedObjectsMixin, SnippetBulkAction):
    display_name = gettext_lazy("Change fields")
    aria_label = gettext_lazy("Change fields of the chosen documents")
    action_type = "change_fields"
    action_priority = 10
    template_name = "legal/admin/bulk_fields.html"
    form_class = FieldsForm
    models = [LegalDocument]

    @cached_property
    def _actionable(self):
        return super().get_actionable_objects()

    def get_actionable_objects(self):
        return self._actionable

    def check_perm(self, document):
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "change", document):
            return False
        lock = document.get_lock()
        return lock is None or not lock.for_user(self.request.user)

    def prepare_action(self, objects, objects_without_access):
        if len(objects) <= MAX_DOCUMENTS:
            return None
        text = _("%(number)s documents are too many at once: narrow the list to %(most)s or fewer.")
        messages.error(self.request, text % {"number": len(objects), "most": MAX_DOCUMENTS})
        return self.render_to_response(self.get_context_data(form=self.cleaned_form))

    def get_execution_context(self):
        return {"wanted": self.cleaned_form.cleaned_data, "user": self.request.user}

    @classmethod
    def execute_action(cls, objects, wanted=None, user=None, **kwargs):
        for document in objects:
            write_document(document, partial(change_fields, wanted=wanted), user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return ngettext("%(number)s document changed.", "%(number)s documents changed.", num_parent_objects) % {
            "number": num_parent_objects
        }
