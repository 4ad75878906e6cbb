import pytest
from wagtail.models import PageViewRestriction

from cms.core import versions
from cms.legal.models import Provision
from tests.factories.legal import make_document
from tests.legal.citations.test_editing import live_page

pytestmark = pytest.mark.django_db

PATH = "/van-ban/37-2020-tt-bgddt/"


@pytest.fixture
def schools(a, b):
    return a, b


def get(client, school, path=PATH):
    return client.get(path, headers={"host": school.site.hostname}).content.decode()


def citing_document(number="10/2024/TT-BGDĐT", **fields):
    document = make_document(number, **fields)
    Provision.objects.create(
        document=document, number="1", label="Điều 1", anchor="dieu-1", order=1, text="Theo Thông tư 37/2020/TT-BGDĐT."
    )
    return document


def record(*documents):
    from cms.legal.citations.store import record_documents

    record_documents([document.pk for document in documents])


def test_live_public_pages_of_all_schools_and_public_documents(client, schools):
    make_document("37/2020/TT-BGDĐT")
    shown = [live_page(school, title=f"Bài công khai {school.code}") for school in schools]
    draft = live_page(schools[0], title="Bài rút lại")
    draft.unpublish()
    private = live_page(schools[1], title="Bài kín")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    record(citing_document(), citing_document("11/2024/TT-BGDĐT", confidential=True))
    for school in schools:
        for path in (PATH, PATH + "vien-dan/"):
            content = get(client, school, path)
            assert all(page.title in content for page in shown)
            assert draft.title not in content
            assert private.title not in content
        assert "11/2024/TT-BGDĐT" not in get(client, school) + get(client, school, PATH + "vien-dan/?who=documents")
        assert "10/2024/TT-BGDĐT" in get(client, school)
        assert "10/2024/TT-BGDĐT" in get(client, school, PATH + "vien-dan/?who=documents")
    own, other = shown
    content = get(client, schools[0])
    assert f'href="{schools[1].site.root_url}/' in content, "another school's page is a whole address"
    assert own.url_path.partition("/")[2].partition("/")[2] in content
    assert other.title in content


def test_many_are_paged_and_cost_the_same(client, schools, django_assert_max_num_queries):
    make_document("37/2020/TT-BGDĐT")
    live_page(schools[0])
    versions.forget_known()
    get(client, schools[0])
    with django_assert_max_num_queries(60) as few:
        get(client, schools[0])
    one = len(few)
    for number in range(34):
        live_page(schools[number % 2], title=f"Bài số {number:02d}")
    versions.forget_known()
    get(client, schools[0])
    with django_assert_max_num_queries(one + 1):
        get(client, schools[0])
    first = get(client, schools[0], PATH + "vien-dan/")
    second = get(client, schools[0], PATH + "vien-dan/?page=2")
    assert first.count("Bài số") == 30
    assert second.count("Bài số") == 4
    assert get(client, schools[0], PATH + "vien-dan/?page=x&who=y").count("Bài số") == 30


def test_what_is_not_public_has_no_such_page(client, schools):
    make_document("37/2020/TT-BGDĐT", confidential=True)
    for path in (PATH, PATH + "vien-dan/"):
        assert client.get(path, headers={"host": schools[0].site.hostname}).status_code == 404
