from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

#: Checks of a page's content that higher floors add: ``before(page)`` is asked when a form comes in, and
#: ``problems(page, parent, before)`` gives messages about the page as the form would leave it.
content_checks: list[tuple[Callable, Callable]] = []


class BasePageForm(WagtailAdminPageForm):
    """The slug may stay empty: it is then made from the title (a teacher need not know what a slug is)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = _("The last part of the page's address. Leave it empty: it is made from the title.")
        self._before = [before(self.instance) for before, _problems in content_checks] if self.is_bound else []

    def _post_clean(self):
        super()._post_clean()
        for (_before, problems), before in zip(content_checks, self._before, strict=True):
            for message in problems(self.instance, self.parent_page, before):
                self.add_error(None, message)
