"""Page search of the admin: pages of every state, of all schools that the user may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.models import BasePage
from cms.core.text import collapse_whitespace
from cms.tenancy import sites
from cms.tenancy.rights import descendants_condition
from cms.tenancy.scoped_views.people import own_sites, sees_all_people
from search.query_planning.query import MAX_LENGTH

MAX_PAGES = 5_000  # rows per export
STATES = ("live", "draft", "changed")


@dataclass(frozen=True)
class AdminForm:
    """The search form. ``site`` and ``kind``: ids as text (site, content type); invalid values are dropped."""

    q: str = ""
    site: str = ""
    kind: str = ""
    state: str = ""

    @classmethod
    def from_query(cls, data) -> AdminForm:
        def number(name: str) -> str:
            value = data.get(name, "")
            return value if value.isascii() and value.isdigit() and len(value) < 10 else ""

        state = data.get("state", "")
        q = collapse_whitespace(data.get("q", "")[: MAX_LENGTH * 4])[:MAX_LENGTH]
        return cls(q, number("site"), number("kind"), state if state in STATES else "")

    @property
    def parameters(self) -> dict[str, str]:
        return {"q": self.q, "site": self.site, "kind": self.kind, "state": self.state}


def visible_pages(user) -> QuerySet:
    """Returns every page that the user may see in the admin, including drafts."""
    pages = (
        Page.objects.all() if sees_all_people(user) else policy_registry.get_by_type(Page).explorable_instances(user)
    )
    return pages.filter(depth__gt=1)


def find_pages(user, form: AdminForm):
    """Returns matching pages (can be sliced and counted), the best first; without query text the newest first."""
    pages = visible_pages(user)
    if form.site:
        site = own_sites(user).filter(pk=form.site).select_related("root_page").first()
        roots = Page.objects.filter(depth=2, translation_key=site.root_page.translation_key) if site else []
        pages = pages.filter(descendants_condition(roots))
    if form.kind:
        pages = pages.filter(content_type=form.kind)
    if form.state:
        wanted = {"live": {"live": True}, "draft": {"live": False}, "changed": {"has_unpublished_changes": True}}
        pages = pages.filter(**wanted[form.state])
    if form.q:  # Wagtail's search filters by few fields: the rest is filtered before
        return Page.objects.filter(pk__in=pages.values("pk")).search(form.q)
    return pages.order_by("-latest_revision_created_at", "-pk")


def page_kinds() -> list[tuple[str, str]]:
    """Returns (id, name) of the page types that schools have."""
    types = ContentType.objects.get_for_models(*_page_types())
    return sorted(
        ((str(row.pk), str(model._meta.verbose_name).capitalize()) for model, row in types.items()),
        key=lambda choice: choice[1],
    )


def _page_types() -> Iterator[type]:
    from wagtail.models import get_page_models

    return (model for model in get_page_models() if issubclass(model, BasePage))


def page_states() -> list[tuple[str, str]]:
    return [
        ("live", pgettext("state of a page", "Public")), ("draft", pgettext("state of a page", "Not public")),
        ("changed", _("Has changes that are not published")),
    ]  # fmt: skip


@dataclass(frozen=True)
class FoundPage:
    title: str
    kind: str
    school: str
    state: str
    changed: str
    url: str

    @property
    def cells(self) -> tuple[str, ...]:
        return self.title, self.kind, self.school, self.state, self.changed, self.url


def column_headings() -> list[str]:
    return [_("Title"), _("Kind of content"), _("School"), _("State"), _("Changed"), _("Address")]


def page_rows(pages) -> list[FoundPage]:
    """Returns the pages as display rows; one database query for the types in addition to that of the pages."""
    types = dict(page_kinds())
    names = dict(page_states())
    rows = []
    for page in pages:
        info = sites.site_of_path(page.url_path)
        changed_at = page.latest_revision_created_at or page.first_published_at
        state = names["live" if page.live else "draft"]
        rows.append(
            FoundPage(
                page.get_admin_display_title(), types.get(str(page.content_type_id), ""), info.name if info else "",
                f"{state} · {names['changed']}" if page.live and page.has_unpublished_changes else state,
                f"{timezone.localtime(changed_at):%d/%m/%Y}" if changed_at else "",
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
            )
        )  # fmt: skip
    return rows
