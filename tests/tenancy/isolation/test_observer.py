"""The observer reads all of the admin and changes nothing: every address, GET and POST."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.tenancy import rights
from cms.tenancy.access import url_rules
from cms.tenancy.access.rule_types import Access
from cms.tenancy.models import Invitation, Membership
from cms.tenancy.roles import ACCESS_ADMIN, READING_ROLES, TABLE, Role
from cms.tenancy.scope import UNKNOWN
from tests.factories import make_user
from tests.factories.legal import make_document
from tests.tenancy.isolation.walker import addresses, fillings, path_of, undone

pytestmark = pytest.mark.django_db

SKIPPED = {"wagtailadmin_logout", "wagtailadmin_error_test"}
#: Who is signed in, who has an editor open, thumbnails, sizes of files, the person's own settings: no content.
TECHNICAL = (
    "django_session", "wagtailadmin_editingsession", "core_rendition", "wagtailcore_pagesubscription",
    "wagtailusers_userprofile", 'SET "file_size" = ', "wagtailsearch_indexentry",
    # The log of what was exported.
    "wagtailcore_modellogentry", "tenancy_journalentry",
    # The office's first screen looks whether jobs are late.
    "core_jobalarm",
)  # fmt: skip
FORM = {"title": "Mới", "name": "Mới", "email": "la@example.vn", "role": "editor", "comment": "x", "next": "/admin/"}


@pytest.fixture
def observer(world):
    client = Client(headers={"host": "cong.localhost"}, raise_request_exception=False)
    client.force_login(make_user(Role.OFFICE_OBSERVER))
    return client


EVERY_ACTION = frozenset().union(*(granted.actions for granted in TABLE.values())) - {ACCESS_ADMIN}


class Writes(list):
    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(name in sql for name in TECHNICAL):
            self.append(sql)
        return execute(sql, params, many, context)


def walk(world):
    for address in addresses():
        if address.name not in SKIPPED:
            for arguments, _foreign in fillings(address, world["A"], world["B"], 1):
                path = path_of(address, arguments)
                if _leads_to(path, address.name):
                    yield address, path


def _leads_to(path, name) -> bool:
    """A word may fit another address of the same shape, or none."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return match.view_name == name or match.url_name is None


@pytest.mark.long
def test_the_observer_changes_nothing_at_any_address(world, observer):
    wrong = []
    for address, path in walk(world):
        rule = url_rules.find_rule(address.name)
        for method in ("get", "post"):
            writes = Writes()
            with undone(), connection.execute_wrapper(writes):
                status = getattr(observer, method)(path, FORM if method == "post" else {}).status_code
            own_account = rule is not None and rule.access is Access.OPEN
            if writes or (method == "post" and status != 403 and not own_account):
                wrong.append((method, path, status, writes[:1]))
    assert not wrong, wrong[:20]


READ = {
    "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_explore", "wagtailadmin_explore_results",
    "wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:history",
    "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:workflow_history",
    "wagtailadmin_pages:usage", "wagtailadmin_pages:search", "wagtailadmin_pages:type_use",
    "wagtailadmin_choose_page", "wagtailadmin_collections:index", "own_images", "own_documents", "wagtailimages:edit",
    "wagtailimages:image_usage", "wagtaildocs:edit", "wagtaildocs:document_usage", "wagtailsettings:edit",
    "wagtailsnippets_legal_legaldocument:list", "schools:index", "schools:edit",
    "authorities:index", "portal_links:index", "wagtailusers_users:index", "memberships:index",
    "wagtailredirects:index", "wagtailredirects:edit", "wagtail_localize:translations_report",
    "wagtailadmin_api:pages:detail", "wagtailadmin_api:images:detail", "wagtailadmin_api:documents:detail",
}  # fmt: skip


@pytest.mark.parametrize("side", ["A", "B"])
def test_the_observer_reads_every_school(world, observer, side):
    opened = set()
    for address in addresses():
        if address.name in READ:
            for arguments, foreign in fillings(address, world[side], world[side], 1):
                if not foreign and observer.get(path_of(address, arguments)).status_code == 200:
                    opened.add(address.name)
    assert READ - opened == set()
    listed = observer.get(reverse("wagtailadmin_explore", args=[world[side].ids["home"]])).content.decode()
    assert world[side].marker in listed


def test_the_observer_reads_the_library(world, observer):
    document = make_document()
    for name in ("edit", "history", "usage"):
        url = reverse(f"wagtailsnippets_legal_legaldocument:{name}", args=[document.pk])
        assert observer.get(url).status_code == 200, name
    edit = reverse("wagtailsnippets_legal_legaldocument:edit", args=[document.pk])
    assert 'name="action-publish"' not in observer.get(edit).content.decode()


def test_a_page_read_has_no_button_that_is_refused(world, observer):
    html = observer.get(reverse("wagtailadmin_pages:edit", args=[world["A"].ids["page"]])).content.decode()
    assert "action-publish" not in html
    assert "action-submit" not in html


def test_reading_rights_end_with_the_request(world):
    """Mail, tasks, commands and every request that may change something see a person without rights."""
    user = make_user(Role.OFFICE_OBSERVER)
    page = Page.objects.get(pk=world["A"].ids["page"])
    policy = policy_registry.get_by_type(Page)
    assert not policy.user_has_permission_for_instance(user, "change", page)
    assert not user.has_perm("legal.change_legaldocument")
    rights.begin_read_only(user)
    assert policy.user_has_permission_for_instance(user, "change", page)
    assert not policy.user_has_permission_for_instance(user, "publish", page)
    assert user.has_perm("legal.change_legaldocument")
    assert user not in policy.users_with_permission_for_instance("change", page)
    owners = (world["A"].school.pk, world["B"].school.pk, None, UNKNOWN)
    assert not any(rights.has_right(user, action, owner) for action in EVERY_ACTION for owner in owners)
    assert Role.OFFICE_OBSERVER in READING_ROLES


def test_the_observer_reads_the_people_and_invites_nobody(world, observer):
    people = observer.get(reverse("school_people"))
    assert world["B"].people["editor"].email in people.content.decode()
    assert reverse("school_people_invite") not in people.content.decode()
    listed = observer.get(reverse("school_invitations")).content.decode()
    assert world["A"].marker in listed
    assert reverse("school_people_invite") not in listed
    assert "/withdraw/" not in listed
    assert observer.get(reverse("school_people_invite")).status_code == 403


def test_a_school_that_the_observer_works_for_keeps_its_rights(world):
    """Read as an observer, B's things offer no button; A's do, where the person is the administrator."""
    user = make_user(Role.SCHOOL_ADMIN, world["A"].school)
    Membership.objects.create(user=user, role=Role.OFFICE_OBSERVER)
    client = Client(headers={"host": "cong.localhost"})
    client.force_login(user)
    for side, offered in (("A", True), ("B", False)):
        html = client.get(reverse("wagtailadmin_pages:edit", args=[world[side].ids["page"]])).content.decode()
        assert ("action-publish" in html) is offered, side
    listed = client.get(reverse("school_invitations")).content.decode()
    assert all(world[side].marker in listed for side in "AB")
    withdraw = [reverse("school_invitation_act", args=[row.pk, "withdraw"]) for row in Invitation.objects.all()]
    own = Invitation.objects.get(school=world["A"].school)
    assert [url for url in withdraw if url in listed] == [reverse("school_invitation_act", args=[own.pk, "withdraw"])]


def test_only_what_wagtail_asks_is_told_of_reading():
    """Whoever writes a screen of ours asks ``rights.has_right``, which knows nothing of it."""
    told = {"displayed_rights", "display_rights", "begin_read_only"}
    asking = set()
    for path in [*(Path(settings.BASE_DIR) / "cms").rglob("*.py"), *(Path(settings.BASE_DIR) / "search").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cms.tenancy")
            for alias in node.names
        }
        for node in ast.walk(tree):
            of_rights = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") in ("rights", "roles")
            name = node.attr if of_rights else node.id if isinstance(node, ast.Name) and node.id in imported else ""
            if name in told:
                asking.add(str(path.relative_to(settings.BASE_DIR)))
    assert asking == {
        "cms/tenancy/rights.py", "cms/tenancy/policies.py", "cms/tenancy/access/middleware.py",
        "cms/tenancy/management/commands/show_roles.py",
    }  # fmt: skip
