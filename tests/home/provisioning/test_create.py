"""What a new school has, and that making it twice, or wrongly, leaves nothing half-made."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, Page, Site

from benchmarks import schools
from cms.home.models import SchoolSettings
from cms.home.provisioning.create import create_school, create_schools
from cms.home.provisioning.office import create_office
from cms.home.provisioning.plan import plan_school_pages
from cms.home.provisioning.spec import SchoolSpec, SpecError
from cms.tenancy import sites
from cms.tenancy.models import OfficePortal, School
from tests.factories import make_authority, make_office, make_school

pytestmark = pytest.mark.django_db


def spec(code="A", name="Trường Tiểu học Ngũ Hiệp", **fields):
    fields.setdefault("level", "TH")
    return SchoolSpec(code=code, name=name, **fields)


def test_a_school_has_its_pages_published():
    school = make_school("A")
    home = school.home_page.specific
    assert home.live
    assert home.title == school.name
    children = {page.slug: page for page in home.get_children().live().specific()}
    for planned in plan_school_pages():
        page = children[planned.slug]
        assert page._meta.label.lower() == planned.model.lower()
        assert page.title == planned.title
        assert page.show_in_menus
        assert {p.slug for p in page.get_children().live()} == {child.slug for child in planned.children}
    assert [block.block_type for block in home.body] == ["lead", "notices", "tasks", "news", "legal", "contacts"]
    assert home.body[2].value["links"][0]["page"].pk == children["cong-khai"].pk
    assert SchoolSettings.objects.filter(site=school.site).exists()
    assert school.authority_links.count() == 1


def test_the_site_is_served(client):
    school = make_school("A")
    assert sites.site_for_host(school.site.hostname).school_id == school.pk
    assert sites.page_url(school.home_page.url_path) == school.site.root_url + "/"


def test_create_is_idempotent():
    make_office()
    first = create_school(spec())
    counts = [model.objects.count() for model in (Page, Site, Collection, School)]
    again = create_school(spec())
    assert (first.status, again.status) == ("created", "unchanged")
    assert again.school_id == first.school_id
    assert [model.objects.count() for model in (Page, Site, Collection, School)] == counts


def test_a_changed_spec_changes_the_name_everywhere_but_not_the_address():
    make_office()
    before = create_school(spec())
    after = create_school(spec(name="Trường Tiểu học Đông Mỹ", commune="Xã Nam Phù"))
    assert after.status == "updated"
    assert set(after.changes) == {"name", "commune"}
    assert after.url == before.url
    school = after.school
    assert school.home_page.specific.title == school.site.site_name == "Trường Tiểu học Đông Mỹ"
    assert "dong my" in school.search_text


def test_names_that_are_not_said_stay():
    make_office()
    create_school(spec(address="Thôn Một", ownership="private"))
    assert create_school(spec()).status == "unchanged"
    school = School.objects.get(code="A")
    assert (school.address, school.ownership) == ("Thôn Một", "private")


def test_namesakes_get_their_commune_then_a_number():
    make_office()
    made = create_schools([spec("A"), spec("B", commune="Xã Ngọc Hồi"), spec("C", commune="Xã Ngọc Hồi"), spec("D")])
    labels = [outcome.hostname.split(".")[0] for outcome in made]
    assert labels == ["th-ngu-hiep", "th-ngu-hiep-ngoc-hoi", "th-ngu-hiep-2", "th-ngu-hiep-3"]


def test_a_wanted_host_that_is_taken_is_refused_and_nothing_is_written():
    make_office()
    create_school(spec())
    pages = Page.objects.count()
    with pytest.raises(SpecError) as caught:
        create_schools([spec("B", name="Trường Tiểu học Khác"), spec("C", host_label="th-ngu-hiep")])
    assert caught.value.problems[0].code == "host_taken"
    assert Page.objects.count() == pages
    assert School.objects.count() == 1


def test_an_unknown_authority_is_refused():
    make_office()
    with pytest.raises(SpecError) as caught:
        create_school(spec(authority="UBND xã Không Có"))
    assert caught.value.problems[0].code == "authority_unknown"


def test_an_authority_is_found_by_its_folded_name():
    make_office()
    authority = make_authority("UBND xã Đại Thanh")
    school = create_school(spec(authority="ubnd xa dai thanh")).school
    assert school.authority_links.get().authority == authority


@pytest.mark.bare
def test_no_school_without_an_office():
    with pytest.raises(SpecError) as caught:
        create_school(spec())
    assert caught.value.problems[0].code == "no_office"


@pytest.mark.bare
def test_the_office_is_made_once_and_the_welcome_page_goes():
    first = create_office("Phòng Giáo dục mẫu")
    assert create_office("Phòng Giáo dục mẫu").status == "unchanged"
    assert create_office("Phòng Văn hóa - Xã hội mẫu").status == "updated"
    assert first.hostname == "cong.localhost"
    assert OfficePortal.objects.count() == 1
    assert not Page.objects.filter(slug="home", depth=2).exists()
    assert list(Site.objects.values_list("hostname", flat=True)) == ["cong.localhost"]


def test_a_collection_that_sorts_last_is_stepped_over():
    make_school("A")
    Collection.objects.get(depth=1).add_child(name="Ảnh sự kiện chung")
    make_school("B")
    make_school("C")
    assert Collection.find_problems() == ([], [], [], [], [])
    listed = list(Collection.objects.filter(depth=2).order_by("path").values_list("name", flat=True))
    assert listed == sorted(listed)
    Collection.objects.get(depth=1).add_child(name="000001 b")


def test_the_benchmark_measures_real_schools():
    reported = []
    (measured,) = schools.measure([3], reported.append)
    assert reported == [measured]
    assert measured.schools == 3
    assert measured.bulk_ms > 0
    assert measured.single_ms > 0
    assert School.objects.count() == 3 + schools.SINGLES


def test_the_cost_in_queries_does_not_grow_with_the_schools(django_assert_max_num_queries):
    make_office()
    create_school(spec("X0"))
    with CaptureQueriesContext(connection) as few:
        create_school(spec("X1", name="Trường Tiểu học Một"))
    create_schools([spec(f"Y{n}", name=f"Trường Tiểu học Y {n}") for n in range(30)])
    with django_assert_max_num_queries(len(few) + 2):
        create_school(spec("X2", name="Trường Tiểu học Hai"))
    with django_assert_max_num_queries(3 * len(few)):
        create_schools([spec(f"Z{n}", name=f"Trường Tiểu học Z {n}") for n in range(30)])
