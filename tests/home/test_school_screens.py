"""The office's screens about schools, and what the first screen offers to whom."""

import datetime

import pytest
from django.urls import reverse

from cms.home.admin_views.panels import build_quick_places
from cms.home.models import PortalLink, SchoolSettings
from cms.tenancy.models import GoverningAuthority, Membership, School, SchoolAuthority
from cms.tenancy.roles import Role
from tests.factories import client_of, make_authority, make_office, make_school, make_superuser, make_user

pytestmark = pytest.mark.django_db

#: The guard lets these through to the view, which refuses them; to the others the address does not exist.
REACHES_IT = {Role.OFFICE_APPROVER, Role.OFFICE_OBSERVER}

SCREENS = (
    "schools:index", "schools:add", "authorities:index", "authorities:add", "portal_links:index", "portal_links:add",
)  # fmt: skip


@pytest.fixture
def office():
    make_office()
    return client_of(make_user(Role.OFFICE_ADMIN))


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_the_office_administrators(office, name, school):
    assert office.get(reverse(name)).status_code == 200
    assert client_of(make_superuser()).get(reverse(name)).status_code == 200
    for role in (
        Role.SCHOOL_ADMIN,
        Role.SCHOOL_EDITOR,
        Role.OFFICE_LIBRARIAN,
        Role.OFFICE_APPROVER,
        Role.OFFICE_OBSERVER,
    ):
        response = client_of(make_user(role, school)).get(reverse(name))
        if role == Role.OFFICE_OBSERVER and name.endswith(":index"):
            assert response.status_code == 200
            continue
        assert response.status_code == (403 if role in REACHES_IT else 404), role


@pytest.mark.parametrize(
    "name", ["wagtailusers_groups:index", "wagtailsites:index", "wagtaillocales:index", "wagtailadmin_workflows:index"]
)
def test_machine_rooms_are_for_superusers(office, name, a):
    assert client_of(make_superuser()).get(reverse(name)).status_code == 200
    assert office.get(reverse(name)).status_code == 403
    assert client_of(make_user(Role.SCHOOL_ADMIN, a)).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["authorities:delete", "wagtailsites:delete"])
def test_what_a_school_needs_is_not_deleted(school, name):
    """Said in words, without the names of whatever needs it."""
    thing, needs_it = (make_authority(), SchoolAuthority) if name == "authorities:delete" else (school.site, School)
    answer = client_of(make_superuser()).post(reverse(name, args=[thing.pk]))
    assert answer.status_code == 409
    assert str(needs_it._meta.verbose_name) in answer.context["text"]
    assert school.name not in answer.context["text"]
    assert type(thing).objects.filter(pk=thing.pk).exists()


def test_adding_a_school_makes_all_of_it(office):
    authority = make_authority()
    data = {
        "code": "H-01", "name": "Trường Tiểu học Đông Mỹ", "short_name": "TH Đông Mỹ", "level": "TH",
        "ownership": "public", "address": "Thôn 2", "commune": "Xã Thanh Trì", "authority": authority.pk,
        "authority_since": "2025-07-01", "host_label": "",
    }  # fmt: skip
    assert office.post(reverse("schools:add"), data).status_code == 302
    school = School.objects.get(code="H-01")
    assert school.authority_on(datetime.date(2026, 1, 1)) == authority
    assert school.home_page.get_descendants().live().count() > 10
    assert school.site.hostname.startswith("th-dong-my")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"), ({"code": "mã có dấu"}, "code"), ({"host_label": "-x-"}, "host_label"),
        ({"level": "XX"}, "level"), ({"authority": ""}, "authority"), ({"code": "A"}, "code"),
        ({"host_label": "th-mau-a"}, "host_label"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_new_school_is_said_at_the_field(office, changes, field, a):
    data = {
        "code": "H-02", "name": "Trường Tiểu học Ngũ Hiệp", "level": "TH", "ownership": "public", "host_label": "",
        "authority": make_authority().pk,
    }  # fmt: skip
    response = office.post(reverse("schools:add"), {**data, **changes})
    assert response.status_code == 200
    assert response.context["form"].errors[field]
    assert School.objects.count() == 1


def test_search_knows_diacritics_and_their_absence(office):
    one = make_school("A", name="Trường Tiểu học Đông Mỹ", commune="Xã Thanh Trì")
    two = make_school("B", name="Trường THCS Ngũ Hiệp", level="THCS", commune="Xã Đại Thanh")
    index = reverse("schools:index")

    def found(**query):
        return set(office.get(index, query).context["object_list"])

    assert found() == {one, two}
    assert found(q="dong my") == found(q="Đông Mỹ") == found(q="thanh tri") == {one}
    assert found(q="thanh") == {one, two}
    assert found(level="THCS") == {two}
    assert found(commune="Đại Thanh") == {two}
    assert found(authority=make_authority().pk) == {one, two}
    assert found(closed="true") == set()
    choices = office.get(reverse("school_chooser:choose_results"), {"q": "ngu hiep"}).context["results"]
    assert list(choices) == [two]


def test_editing_the_facts_of_a_school(office, school):
    url = reverse("schools:edit", args=[school.pk])
    assert office.get(url).status_code == 200
    data = {
        "name": "Trường Tiểu học Đổi Tên", "short_name": "", "level": "TH", "ownership": "private", "address": "Số 1",
        "commune": "", "closed_on": "",
    }  # fmt: skip
    assert office.post(url, data).status_code == 302
    school = School.objects.get(pk=school.pk)
    assert (school.name, school.ownership, school.commune) == ("Trường Tiểu học Đổi Tên", "private", "")
    assert school.home_page.title == school.site.site_name == "Trường Tiểu học Đổi Tên"
    assert office.post(url, {**data, "closed_on": "2999-01-01"}).context["form"].errors["closed_on"]


def test_authorities_are_closed_not_deleted(office):
    authority = make_authority()
    assert office.post(reverse("authorities:delete", args=[authority.pk])).status_code == 403
    assert GoverningAuthority.objects.filter(pk=authority.pk).exists()


def test_links_of_the_footer(office):
    data = {"label": "Cổng pháp luật quốc gia", "url": "https://phapluat.gov.vn", "order": 5, "label_en": ""}
    assert office.post(reverse("portal_links:add"), data).status_code == 302
    assert PortalLink.objects.get(label="Cổng pháp luật quốc gia").order == 5


# --- the first screen --------------------------------------------------------------------------------------


def test_quick_buttons_lead_to_add_pages_of_the_own_school(school, b):
    editor = make_user(Role.SCHOOL_EDITOR, school)
    client = client_of(editor)
    [place] = build_quick_places(editor)
    assert len(place.buttons) == 4
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    for button in place.buttons:
        assert button.url in home
        assert client.get(button.url).status_code == 200
        assert f"/{school.home_page.pk}/" not in button.url
    assert place.explore_url == reverse("wagtailadmin_explore", args=[school.home_page.pk])
    assert school.name in home
    # The explorer starts at the school's home, wherever one asks for.
    response = client.get(reverse("wagtailadmin_explore_root"))
    assert response.url == place.explore_url


def test_people_of_many_schools_and_observers_get_no_buttons():
    user = make_user()
    for number in range(6):
        Membership.objects.create(user=user, school=make_school(f"S{number}"), role=Role.SCHOOL_EDITOR)
    assert build_quick_places(user) == []
    observer = make_user(Role.OFFICE_OBSERVER)
    assert [place.buttons for place in build_quick_places(observer)] == [()]
    assert client_of(observer).get(reverse("wagtailadmin_home")).status_code == 200
    assert client_of(make_user()).get(reverse("wagtailadmin_home")).status_code == 403  # no role: no admin


def test_the_explorer_of_people_of_several_schools_shows_theirs_alone(a, b):
    user = make_user(Role.SCHOOL_EDITOR, a)
    Membership.objects.create(user=user, school=b, role=Role.SCHOOL_EDITOR)
    make_school("C")
    root = reverse("wagtailadmin_explore_root")
    listed = {page.title for page in client_of(user).get(root).context["object_list"]}
    assert listed == {School.objects.get(code=code).name for code in "AB"}
    for person in (make_superuser(), make_user(Role.OFFICE_ADMIN)):
        assert len(client_of(person).get(root).context["object_list"]) == 4  # three schools and the portal


@pytest.mark.parametrize(
    ("colour", "kept"),
    [("đỏ", False), ("", False), ("#12", False), ("#12345G", False), ("#FFFF00", False), ("#7A2E4D", True)],
)
def test_a_colour_that_is_none_is_said_at_the_field(colour, kept, school):
    """Django asks the model's ``clean`` even when the field was refused: a word for a colour was an error 500."""
    client = client_of(make_user(Role.SCHOOL_ADMIN, school), school.site.hostname)
    address = reverse("wagtailsettings:edit", args=["home", "schoolsettings", school.site_id])
    response = client.post(address, {"brand_colour": colour, "motto": "Dạy tốt"})
    assert response.status_code == (302 if kept else 200)
    assert kept or list(response.context["form"].errors) == ["brand_colour"]
    assert (SchoolSettings.for_site(school.site).brand_colour == colour) == kept
