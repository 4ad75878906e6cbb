"""A school made in bulk is the same, field by field, as one made page by page the Wagtail way."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from modelsearch.conf import get_app_config
from wagtail.models import Collection, Locale, Page, PageLogEntry, ReferenceIndex, Revision

from cms.home.provisioning import plan
from cms.home.provisioning.create import create_schools
from cms.home.provisioning.spec import SchoolSpec
from tests import shared
from tests.factories import make_office, make_school, make_superuser

pytestmark = pytest.mark.django_db

NAME = "Trường Tiểu học Mẫu A"
#: Differ by nature: keys, times, and what is made of them.
OWN = {"id", "page_ptr", "path", "translation_key", "latest_revision", "live_revision"}
TIMES = {"latest_revision_created_at", "first_published_at", "last_published_at"}


def page_by_page(body: list, user) -> Page:
    """The same pages by ``add_child`` and ``save_revision().publish()``."""
    made = {}

    def add(parent, planned):
        page = apps.get_model(planned.model)(
            title=planned.title, slug=planned.slug, show_in_menus=planned.in_menu, owner=user
        )
        if planned.key == "home":
            page.body = page._meta.get_field("body").to_python(body)
        parent.add_child(instance=page)
        page.save_revision(user=user).publish(user=user)
        made[planned.key] = page
        for child in planned.children:
            add(type(page).objects.get(pk=page.pk), child)

    add(Page.objects.get(depth=1), plan.plan_school_home(NAME, "th-mau-tung-trang"))
    return made["home"]


def fields(page) -> dict:
    page = page.specific
    values = {}
    for field in page._meta.concrete_fields:
        if field.name in OWN:
            continue
        value = field.value_from_object(page)
        if field.name in TIMES:
            value = value is not None
        elif field.name == "url_path" or field.name == "slug":
            value = value.replace("th-mau-tung-trang", "th-mau-a")
        elif field.name == "body":
            value = len(value)
        values[field.name] = value
    return values


def content(page) -> dict:
    """``numchild`` in a revision depends on when children were added; Wagtail never reads it back."""
    revision = page.latest_revision
    assert revision.pk == page.live_revision_id
    assert revision.created_at == page.latest_revision_created_at
    assert page.first_published_at is not None
    data = {
        key: value
        for key, value in revision.content.items()
        if key not in {"pk", "path", "translation_key", "body", "url_path", "slug", "numchild"}
    }
    row = {
        field.attname: getattr(revision, field.attname)
        for field in Revision._meta.concrete_fields
        if field.name not in {"id", "created_at", "object_id", "content"}
    }
    assert revision.object_id == str(page.pk)
    assert revision.content["pk"] == page.pk
    assert revision.content["path"] == page.path
    assert revision.content["translation_key"] == str(page.translation_key)
    return {"data": data, "row": row}


def log(page) -> list:
    rows = PageLogEntry.objects.filter(page=page.pk).order_by("pk")
    names = ("action", "label", "data", "content_changed", "deleted", "user_id", "content_type_id")
    return [[*(getattr(row, name) for name in names), row.revision_id == page.live_revision_id] for row in rows]


def references(page) -> list:
    rows = ReferenceIndex.get_references_for_object(page)
    fixed = ContentType.objects.get_for_model(Page).pk
    return sorted(
        (row.model_path, row.to_content_type_id, "" if row.to_content_type_id == fixed else row.to_object_id)
        for row in rows
    )


def search_entry(page) -> dict:
    entry = get_app_config().get_model("IndexEntry").objects.get(content_type=page.content_type, object_id=str(page.pk))
    return {"title": entry.title, "autocomplete": entry.autocomplete, "body": entry.body}


@shared.once
def both():
    make_office()
    user = make_superuser()
    bulk = _school_by(user).home_page
    return bulk, page_by_page(bulk.specific.body.get_prep_value(), user)


def _school_by(user):
    outcome = create_schools([SchoolSpec(code="A", name=NAME, level="TH")], user=user)[0]
    return outcome.school


def pairs(both):
    bulk, slow = both
    first = list(Page.objects.get(pk=bulk.pk).get_descendants(inclusive=True).order_by("path"))
    second = list(Page.objects.get(pk=slow.pk).get_descendants(inclusive=True).order_by("path"))
    assert len(first) == len(second) == 13
    return zip(first, second, strict=True)


def test_the_rows_are_equal(both):
    for fast, slow in pairs(both):
        assert fields(fast) == fields(slow)
        assert fast.path[8:] == slow.path[8:]


def test_revisions_and_log_are_equal(both):
    for fast, slow in pairs(both):
        assert content(fast) == content(slow)
        assert log(fast) == log(slow)


def test_reference_and_search_index_are_equal(both):
    found = 0
    for fast, slow in pairs(both):
        assert references(fast) == references(slow)
        found += len(references(fast))
        assert search_entry(fast) == search_entry(slow)
    assert found == len(plan.QUICK_TASKS)


def test_title_norms_are_those_of_a_rebuilt_index(both):
    model = get_app_config().get_model("IndexEntry")
    keys = [str(fast.pk) for fast, _slow in pairs(both)]
    before = dict(model.objects.filter(object_id__in=keys).values_list("object_id", "title_norm"))
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    after = dict(model.objects.filter(object_id__in=keys).values_list("object_id", "title_norm"))
    assert before.keys() == after.keys()
    for key in before:
        assert before[key] == pytest.approx(after[key], rel=0.25)


def test_rebuilding_the_reference_index_changes_nothing(both):
    def rows():
        return set(ReferenceIndex.objects.values_list("object_id", "to_content_type", "to_object_id", "content_path"))

    before = rows()
    call_command("rebuild_references_index", verbosity=0)
    assert rows() == before


def test_the_tree_is_sound(both, capsys, b):
    make_school("C")
    assert Page.find_problems() == ([], [], [], [], [])
    assert Collection.find_problems() == ([], [], [], [], [])
    call_command("fixtree", interactive=False)
    assert "No problems found" in capsys.readouterr().out
    Page.objects.get(depth=1).add_child(instance=Page(title="Sau cùng", slug="sau-cung", locale=Locale.get_default()))


def test_an_editor_can_go_on_from_the_bulk_page(both):
    home = both[0].specific
    home.title = "Tên khác"
    home.save_revision().publish()
    home.refresh_from_db()
    assert home.revisions.count() == 2
    assert home.live_revision_id == home.latest_revision_id
