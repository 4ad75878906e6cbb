from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

#: Checks of a page's content that higher layers add: ``before(page)`` is called when a form is submitted, and
#: ``problems(page, parent, before)`` returns messages about the page as the form would save it.
content_checks: list[tuple[Callable, Callable]] = []


class PageFormExtension:
    """Extends the editing form of every page (``page_form_extensions``); both functions read ``form.data``."""

    def problems(self, form: Any) -> list[str]:
        """Returns messages about the page as the form would save it; any message prevents saving."""
        return []

    def change(self, form: Any, page: Page) -> bool:
        """Changes the page that is being saved. Returns whether it did."""
        return False


page_form_extensions: list[PageFormExtension] = []
#: The first panels on the editing form of every page.
leading_panels: list = []


class BasePageForm(WagtailAdminPageForm):
    """The editing form of pages. An empty slug is made from the title (a teacher need not know what a slug is)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = _("The last part of the page's address. Leave it empty: it is made from the title.")
        self._before = [before(self.instance) for before, _problems in content_checks] if self.is_bound else []

    def _post_clean(self) -> None:
        super()._post_clean()
        for (_before, problems), before in zip(content_checks, self._before, strict=True):
            for message in problems(self.instance, self.parent_page, before):
                self.add_error(None, message)
        for part in page_form_extensions:
            for message in part.problems(self):
                self.add_error(None, message)

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        changed = [part for part in page_form_extensions if part.change(self, page)]
        if changed and commit:
            page.save()
        return page
