"""Which school does this belong to?"""

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page, PageLogEntry, PageViewRestriction, Revision, Site

from cms.home.models import NewsIndexPage, NewsPage, SchoolSettings
from cms.tenancy.roles import Role
from cms.tenancy.scope import UNKNOWN, owner_id
from tests.factories import make_authority, make_office, make_user

pytestmark = pytest.mark.django_db


def test_owners(a):
    school, office = a, make_office()
    news = NewsIndexPage.objects.descendant_of(school.home_page).get()
    page = news.add_child(instance=NewsPage(title="Tin", slug="tin"))
    page.save_revision(log_action=True)
    state = page.get_workflow().start(page, None)
    document = get_document_model()(title="x", file=ContentFile(b"x", "x.txt"), collection=school.collection)
    document.save()
    user = make_user(Role.SCHOOL_EDITOR, school)
    schools = [
        school, school.home_page, page, Page.objects.get(pk=page.pk), school.collection, document, school.site,
        school.collection.add_child(instance=Collection(name="Con")), SchoolSettings.for_site(school.site),
        user.memberships.get(), school.authority_links.get(), page.get_latest_revision(), state,
        state.current_task_state, PageLogEntry.objects.filter(page_id=page.pk).first(),
        PageViewRestriction(page=page, restriction_type="login"), Redirect(site=school.site, old_path="/x"),
    ]  # fmt: skip
    for obj in schools:
        assert owner_id(obj) == school.pk, obj
    offices = [
        office, office.home_page, office.collection, office.site, SchoolSettings.for_site(office.site),
        make_authority(), make_user(Role.OFFICE_ADMIN).memberships.get(),
    ]  # fmt: skip
    for obj in offices:
        assert owner_id(obj) is None, obj
    stray = Page.objects.get(depth=1).add_child(instance=Page(title="Lạc", slug="lac"))
    unknown = [
        Page.objects.get(depth=1), Collection.get_first_root_node(), user, stray, Redirect(old_path="/x"),
        Revision.objects.none().model(), Site(hostname="x", root_page=stray),
    ]  # fmt: skip
    for obj in unknown:
        assert owner_id(obj) is UNKNOWN, obj
