"""The wall at the row. The three ways of forgetting: a declared view whose list is not filtered, a number in a
parameter that nobody declared, a view outside the admin without a guard. Each fails closed."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template import engines
from django.test import Client
from django.urls import path
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.core import instance_hooks
from cms.core.models import FileText, SchoolDocument, SchoolImage
from cms.district.models import Receipt, Submission
from cms.home.models import NewsPage
from cms.legal.models import LegalNewsPage
from cms.tenancy.access import url_rules
from cms.tenancy.models import Invitation, JournalEntry, Membership, Notice, School
from cms.tenancy.roles import Role
from cms.tenancy.row_access.owners import owner_resolver
from cms.tenancy.row_access.policy import PUBLIC_MODELS, is_part_of_page, public_conditions
from tests.factories import client_of, make_office, make_school, make_superuser, make_user
from tests.factories.pages import make_page
from tests.tenancy.isolation.anything import make
from tests.tenancy.isolation.world import MISSING

pytestmark = pytest.mark.django_db

#: A school has one of these, with all that hangs on it.
ONE_EACH = (School, Site)
#: Every model whose rows can belong to a school, those of tomorrow too.
WALLED = [model for model in apps.get_models() if owner_resolver(model) is not None and not model._meta.proxy]


def address(settings, route, view):
    """An address that somebody has just written."""
    from cms.urls import urlpatterns

    class Urls:
        pass

    Urls.urlpatterns = [path(route, view, name="forgotten"), *urlpatterns]
    settings.ROOT_URLCONF = Urls


def ask(person, route, host="cong.localhost", **data):
    client = client_of(person, host) if person else client_of(make_user(), host)
    if person is None:
        client.logout()
    client.raise_request_exception = False
    return client.get(f"/{route}", data)


# --- a declared view whose list is not filtered ------------------------------------------------------------------


@pytest.fixture
def declared(settings, monkeypatch):
    def declare(view):
        monkeypatch.setitem(url_rules._NAMES, "forgotten", url_rules.own_objects())
        address(settings, "admin/forgotten/", view)

    return declare


@pytest.mark.parametrize("model", WALLED, ids=lambda model: model._meta.label)
def test_a_declared_list_without_a_filter(world, declared, model):
    theirs = {side: make(model, world[side]).pk for side in "AB"}
    declared(lambda request: HttpResponse("; ".join(str(vars(row)) for row in model._base_manager.all())))
    for side, other, role in (("A", "B", "admin"), ("A", "B", "editor"), ("B", "A", "admin")):
        answer = ask(world[side].people[role], "admin/forgotten/")
        assert answer.status_code == 404
        assert world[other].marker not in answer.content.decode()
    seen = ask(make_user(Role.OFFICE_ADMIN), "admin/forgotten/").content.decode()
    assert all(str(pk) in seen for pk in theirs.values())


def test_every_kind_of_row_can_be_made(world):
    """The factory makes a row of each model from its fields alone: it will of a new one. It says which field it
    cannot fill."""
    assert len(WALLED) > 60
    for model in WALLED:
        if not issubclass(model, ONE_EACH):
            row = make(model, world["B"], anew=True)
            assert model._base_manager.filter(pk=row.pk).exists(), model


def test_a_list_in_a_template(world, declared):
    """Templates swallow what is "not there": nothing of it is shown."""
    words = engines["django"].from_string("{% for page in pages %}{{ page.title }} {% endfor %}{{ one.title }}")
    theirs = world["B"].ids["page"]

    def view(request):
        return HttpResponse(words.render({"pages": Page.objects.all(), "one": lambda: Page.objects.get(pk=theirs)}))

    declared(view)
    answer = ask(world["A"].people["admin"], "admin/forgotten/")
    assert world["B"].marker not in answer.content.decode()


def test_a_body_made_while_it_is_sent(world, declared):
    def view(request):
        def lines():
            for page in Page.objects.order_by("path"):
                yield page.title

        return StreamingHttpResponse(lines())

    declared(view)
    answer = ask(world["A"].people["admin"], "admin/forgotten/")
    said = []
    with pytest.raises(Http404):
        said.extend(answer.streaming_content)
    assert world["B"].marker not in b"".join(said).decode()


def test_an_own_list_is_whole(world, declared):
    own = world["A"]
    under = Page.objects.descendant_of(own.school.home_page, inclusive=True)
    declared(lambda request: HttpResponse(" ".join(page.specific.title for page in under)))
    for person in own.people.values():
        assert own.marker in ask(person, "admin/forgotten/").content.decode()


# --- a number in a parameter that nobody declared ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("page", Page), ("draft", LegalNewsPage), ("image", SchoolImage), ("document", get_document_model()),
        ("collection", Collection), ("revision", Revision), ("redirect", Redirect), ("comment", Comment),
        ("translation", Translation), ("submission", Submission), ("membership", Membership), ("school", School),
    ],
)  # fmt: skip
@pytest.mark.parametrize("only", [(), ("pk",)], ids=["whole", "deferred"])
def test_a_number_in_an_undeclared_parameter(world, declared, kind, model, only):
    def view(request):
        found = model._base_manager.all()
        return HttpResponse(str(vars(get_object_or_404(found.only(*only) if only else found, pk=request.GET["nr"]))))

    declared(view)
    person = world["A"].people["admin"]
    assert ask(person, "admin/forgotten/", nr=world["A"].ids[kind]).status_code == 200
    theirs, nothing = (ask(person, "admin/forgotten/", nr=nr) for nr in (world["B"].ids[kind], MISSING))
    assert theirs.status_code == nothing.status_code == 404
    assert theirs.content.decode().replace(str(world["B"].ids[kind]), "") == nothing.content.decode().replace(
        str(MISSING), ""
    )


# --- a view outside the admin without a guard -------------------------------------------------------------------


#: What no public page is made of.
NOT_PUBLIC = [
    model
    for model in WALLED
    if not (issubclass(model, PUBLIC_MODELS) or is_part_of_page(model))
]  # fmt: skip


def test_what_no_public_page_is_made_of():
    """Drafts and work, what closes a page (with its password), who works where."""
    wanted = {
        Revision, Comment, TaskState, WorkflowState, PageLogEntry, Submission, Notice, Receipt, Membership, Invitation,
        JournalEntry, PageViewRestriction, CollectionViewRestriction, UploadedFile, StringTranslation,
    }  # fmt: skip
    assert wanted - set(NOT_PUBLIC) == set()


@pytest.mark.parametrize("model", NOT_PUBLIC, ids=lambda model: model._meta.label)
def test_a_view_outside_the_admin_shows_no_work_of_a_school(world, settings, model):
    row = make(model, world["B"])
    assert model not in public_conditions or not public_conditions[model](row)
    address(
        settings,
        "api/forgotten/",
        lambda request: HttpResponse(str([vars(row) for row in model._base_manager.all()])),
    )
    for person in (None, world["A"].people["admin"]):
        for host in ("cong.localhost", world["A"].school.site.hostname):
            answer = ask(person, "api/forgotten/", host)
            assert answer.status_code == 404
            assert world["B"].marker not in answer.content.decode()


def test_a_view_outside_the_admin_shows_no_draft(world, settings):
    address(
        settings, "api/forgotten/", lambda request: HttpResponse(get_object_or_404(Page, pk=request.GET["nr"]).title)
    )
    own, theirs = world["A"], world["B"]
    for person in (None, own.people["admin"]):
        assert ask(person, "api/forgotten/", nr=theirs.ids["draft"]).status_code == 404
        assert ask(person, "api/forgotten/", nr=theirs.ids["page"]).status_code == 200  # public
    assert ask(None, "api/forgotten/", nr=own.ids["draft"]).status_code == 404
    assert ask(own.people["editor"], "api/forgotten/", nr=own.ids["draft"]).status_code == 200
    assert ask(make_superuser(), "api/forgotten/", nr=theirs.ids["draft"]).status_code == 200


def test_what_was_read_of_a_file_is_theirs_who_have_such_a_file(world, declared):
    texts = {}
    for side in "AB":
        SchoolDocument.objects.filter(pk=world[side].ids["document"]).update(file_hash=side * 40)
        texts[side] = FileText.objects.create(file_hash=side * 40, state="text", text=world[side].marker)
    declared(lambda request: HttpResponse(get_object_or_404(FileText, pk=request.GET["nr"]).text))
    for mine, theirs in ("AB", "BA"):
        person = world[mine].people["editor"]
        assert ask(person, "admin/forgotten/", nr=texts[mine].pk).content.decode() == world[mine].marker
        assert ask(person, "admin/forgotten/", nr=texts[theirs].pk).status_code == 404
    SchoolDocument.objects.filter(pk=world["A"].ids["document"]).update(file_hash="B" * 40)
    assert ask(world["A"].people["editor"], "admin/forgotten/", nr=texts["B"].pk).status_code == 200


def work_of_the_office(boss):
    page = make_page(NewsPage, make_office(), "Tin của sở", owner=boss)
    page.save_revision(user=boss, log_action=True)
    source = TranslationSource.get_or_create_from_instance(page)[0]
    source.update_from_db()
    segment = source.stringsegment_set.first()
    return [
        page.get_workflow().start(page, boss).current_task_state,
        PageLogEntry.objects.filter(page=page).first(),
        Membership.objects.get(user=boss),
        Comment.objects.create(page=page, user=boss, text="x", contentpath="title"),
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x"),
        segment,
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=Locale.objects.get(language_code="en"),
            context=segment.context,
            data="x",
        ),
    ]


def test_work_of_the_office_is_the_offices(world, declared):
    """What the office shares is what it shows to everybody: its notes, decisions and people are not."""
    boss = make_user(Role.OFFICE_ADMIN)
    found = work_of_the_office(boss)

    def view(request):
        row = found[int(request.GET["nr"])]
        return HttpResponse(get_object_or_404(type(row), pk=row.pk).pk)

    declared(view)
    for number, row in enumerate(found):
        assert ask(world["A"].people["admin"], "admin/forgotten/", nr=number).status_code == 404, row
        assert ask(boss, "admin/forgotten/", nr=number).status_code == 200, row


def test_an_unfinished_page_of_the_office_is_the_offices(world, declared):
    draft = make_page(NewsPage, make_office(), "Dự thảo của sở", live=False)
    declared(lambda request: HttpResponse(get_object_or_404(Page, pk=draft.pk).title))
    assert ask(world["A"].people["admin"], "admin/forgotten/").status_code == 404
    assert ask(make_user(Role.OFFICE_LIBRARIAN), "admin/forgotten/").content.decode() == draft.title


# --- the mechanism ------------------------------------------------------------------------------------------------


def refused(row):
    instance_hooks.deny_row(row)


def test_every_way_to_an_object_passes(a):
    """Pins what the wall rests on: Django makes every object of a row by ``Model.from_db``."""
    page = make_page(NewsPage, a)
    assert Model.from_db.looks
    for get in (
        lambda: list(Page.objects.all()),
        lambda: list(NewsPage.objects.select_related("owner")),
        lambda: Page.objects.only("title").first(),
        lambda: Page.objects.get(pk=page.pk).specific,
        lambda: list(Page.objects.raw("SELECT * FROM wagtailcore_page")),
        lambda: Page.objects.in_bulk([page.pk]),
        lambda: list(Page.objects.iterator()),
        page.refresh_from_db,
        lambda: list(Site.objects.select_related("root_page")),
        lambda: list(School.objects.prefetch_related("home_page")),
    ):
        with instance_hooks.use_instance_hook(refused), pytest.raises(Http404):
            get()


def test_the_refusal_is_what_a_missing_row_is(a):
    with instance_hooks.use_instance_hook(refused):
        with pytest.raises(School.DoesNotExist):
            School.objects.get(pk=a.pk)
        with pytest.raises(Http404):
            School.objects.get(pk=a.pk)


def test_what_is_hidden_is_not_made_a_second_time(a):
    user = make_user()
    upload = UploadedFile.objects.create(uploaded_by_user=user, file="x")
    with instance_hooks.use_instance_hook(refused):
        for method in (UploadedFile.objects.get_or_create, UploadedFile.objects.update_or_create):
            with pytest.raises(Http404):
                method(uploaded_by_user=user, file="x")
    assert list(UploadedFile.objects.filter(uploaded_by_user=user)) == [upload]


def test_reading_all_says_why(a):
    with pytest.raises(ValueError, match="why"), instance_hooks.allow_all_rows(""):
        pass
    with instance_hooks.use_instance_hook(refused), instance_hooks.allow_all_rows("a test"):
        assert School.objects.get(pk=a.pk)


def test_a_home_page_translated_in_the_same_request(declared):
    """Its path is known to nobody yet; its translation key is the own home page's."""
    school = make_school("C")

    def view(request):
        english = Locale.objects.get(language_code="en")
        made = CopyPageForTranslationAction(school.home_page.specific, english).execute()
        return HttpResponse(Page.objects.get(pk=made.pk).title)

    declared(view)
    assert ask(make_user(Role.SCHOOL_ADMIN, school), "admin/forgotten/").status_code == 200


def test_a_live_page_below_an_unpublished_one_is_served(a):
    page = make_page(NewsPage, a)
    page.get_parent().specific.unpublish()
    client = Client(headers={"host": a.site.hostname})
    path = page.url_path.removeprefix(a.home_page.url_path)
    assert client.get(f"/{path}").status_code == 200
    assert client.get("/" + path.split("/")[0] + "/").status_code == 404
