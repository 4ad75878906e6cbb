"""Shows a rejected form again with everything that was typed, and with the reason.

Three cases: the browser restores the stored text of a lost session (``RESTORE``); a form was opened before somebody
else saved; an "add" form has already created its object and now carries another text.
"""

from __future__ import annotations

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.models import AbstractPage

from cms.tenancy.editing import formset_restore

RESTORE = "editing-restore"


def continue_with_created(request, made) -> None:
    """From now on handles the form as the edit form of the object that it created."""
    if isinstance(made, AbstractPage):
        made, address = made.get_latest_revision_as_object(), reverse("wagtailadmin_pages:edit", args=[made.pk])
    else:
        address = reverse(made.snippet_viewset.get_url_name("edit"), args=[quote(made.pk)])
        made = made.get_latest_revision_as_object()
    request.path = request.path_info = address
    request.POST = formset_restore.convert_to_edit_data(request.POST, made)
    request.editing_held = _(
        "This form has already been saved as “%(title)s”. What you changed in it since stands below and is not saved "
        "yet."
    ) % {"title": made}


class RestoresRejectedForm:
    """Base for the views of pages and snippets."""

    def rejection_reason(self) -> str:
        if RESTORE in self.request.POST:
            return _("This is the text that this browser kept. It is not saved yet: look it through, then save.")
        return getattr(self.request, "editing_held", "") or self.newer()

    def newer(self) -> str:
        """Returns the message if somebody saved after this form was opened."""
        if not getattr(self, "is_out_of_date", False):
            return ""
        revision = self.latest_revision
        return format_html(
            "{} <a href='{}' target='_blank'>{}</a>",
            _(
                "%(name)s saved this at %(time)s, after you had opened it. Your text stands below and is not saved "
                "yet. "
                "If you save it now, it takes the place of the other one, which stays in the history."
            )
            % {
                "name": _("You yourself (in another tab)")
                if revision.user_id == self.request.user.pk
                else user_display_name(revision.user) or _("Somebody"),
                "time": date_format(localtime(revision.created_at), "H:i d/m/Y"),
            },
            self.newer_address(revision),
            _("See that version"),
        )


class RestoresRejectedPageForm(RestoresRejectedForm):
    """Mixin for Wagtail's views that add and edit pages."""

    def post(self, request, *args, **kwargs):
        if self.expects_json_response:
            # A tab from before autosave was switched off: it may neither overwrite nor create a second page.
            return self.json_error_response("autosave_off", _("Save by the button, please."))
        if why := self.rejection_reason():
            return self.show_again(why)
        return super().post(request, *args, **kwargs)

    def newer_address(self, revision):
        return reverse("wagtailadmin_pages:revisions_view", args=[self.page.pk, revision.pk])

    def show_again(self, why: str):
        parent = getattr(self, "parent_page", None) or self.parent
        self.form = self.form_class(
            self.request.POST,
            self.request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=parent,
            for_user=self.request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        messages.warning(self.request, why)
        self.has_unsaved_changes, self.errors_debug = True, None
        return self.render_to_response(self.get_context_data())


class RestoresRejectedSnippetForm(RestoresRejectedForm):
    """Mixin for the views that add and edit a snippet; its viewset sets ``can_restore_form``."""

    def post(self, request, *args, **kwargs):
        if self.expects_json_response:
            return self.json_error_response("autosave_off", _("Save by the button, please."))
        return super().post(request, *args, **kwargs)

    def newer_address(self, revision):
        return reverse(
            self.object.snippet_viewset.get_url_name("revisions_view"), args=[quote(self.object.pk), revision.pk]
        )

    def is_valid(self, form):
        why = self.rejection_reason()
        if not why:
            return super().is_valid(form)
        form.defer_required_fields()
        form.is_valid()
        form.restore_required_fields()
        messages.warning(self.request, why)
        self.action, self.produced_error_message = "edit", None
        return False
