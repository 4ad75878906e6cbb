"""Wagtail's screens in Vietnamese: our entries fit the installed packages, and what people see is not English."""

import json
import re
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from cms.tenancy.roles import Role
from tests.factories import make_office, make_user


@pytest.fixture(scope="module")
def script():
    path = settings.BASE_DIR / "scripts" / "wagtail-catalogue"
    loader = SourceFileLoader("wagtail_catalogue", str(path))
    module = module_from_spec(spec_from_loader("wagtail_catalogue", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def source():
    return polib.POEntry(
        msgid="%(count)s page in <b>%(place)s</b> ", msgid_plural="%(count)s pages in <b>%(place)s</b> "
    )


def entry(source, text):
    return polib.POEntry(msgid=source.msgid, msgid_plural=source.msgid_plural, msgstr_plural={0: text})


def test_every_entry_fits_the_installed_packages(script):
    assert script.problems() == []


def test_most_texts_are_translated(script):
    for domain in script.DOMAINS:
        known = script.sources(domain)
        done = script.translated(domain) | script.read(script.OURS, domain).keys()
        assert len(known.keys() & done) > 0.95 * len(known)


def test_a_right_entry_has_no_problem(script, source):
    assert script.problem_of(entry(source, "%(count)s trang trong <b>%(place)s</b> "), source) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%(count)s trang trong <b>%(spot)s</b> ",
        "trang trong <b>%(place)s</b> ",
        "%(count)s trang trong %(place)s ",
        "%(count)s trang trong <b>%(place)s</b>",
    ],
    ids=["empty", "other placeholder", "placeholder lost", "HTML lost", "space lost"],
)
def test_a_wrong_entry_is_found(script, source, text):
    assert script.problem_of(entry(source, text), source)


def test_an_entry_out_of_use_is_found(script, source):
    assert script.problem_of(entry(source, "%(count)s trang trong <b>%(place)s</b> "), None)


@pytest.fixture
def client(db, a):
    make_office()
    client = Client(headers={"host": "cong.localhost", "accept-language": "vi"})
    client.force_login(make_user(Role.SCHOOL_APPROVER, a))
    return client


def shown(html: str) -> set[str]:
    """Texts between tags and the labels of the side menu, which the page carries as JSON."""
    return {text.strip() for text in re.findall(r">([^<>]+)<", html)} | {
        json.loads(f'"{text}"') for text in re.findall(r'"label": "((?:[^"\\]|\\.)*)"', html)
    }


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("wagtailadmin_home", ["Account", "Images", "Reports", "Log out"]),
        ("wagtailadmin_account", ["Profile", "Notifications", "Theme preferences"]),
        ("wagtailimages:index", ["Images", "Add an image"]),
        ("wagtailimages:add_multiple", ["Add images", "Upload"]),
    ],
)
def test_the_admin_speaks_vietnamese(client, url, seen):
    texts = shown(client.get(reverse(url)).content.decode())
    assert not texts & {*seen, "Save", "Search", "Settings", "Documents", "Pages", "Dashboard", "Help"}
    with override("vi"):
        assert texts & {gettext(word) for word in seen}


def test_the_sign_in_form_speaks_vietnamese(db):
    make_office()
    page = Client(headers={"host": "cong.localhost"}).get(reverse("wagtailadmin_login")).content.decode()
    assert not shown(page) & {"Password", "Sign in", "Remember me", "Forgotten password?"}


def test_the_search_screen_does_not_count_in_none(client):
    page = client.get(reverse("wagtailadmin_pages:search"), {"q": "a"}).content.decode()
    assert not [text for text in shown(page) if text.endswith("None")]


def test_the_scripts_of_the_editor_speak_vietnamese(client):
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    texts = json.loads(re.search(r"const newcatalog = (\{.*?\});", script, re.S).group(1))
    for word in ["Expand all", "Insert a block", "Main menu", "Choose an image"]:
        assert texts[word] != word


#: Ours on purpose, and right on Wagtail's screens too.
OURS = {
    "Words", "Duration", "Next", "Action", "Created", "log entry", "log entries",
    "You need a password to access this page.", "You need a password to access this document.",
}  # fmt: skip


def test_our_words_do_not_speak_on_wagtails_screens():
    """Our catalogue comes first: "History" of a law stood above the history of every page. Such words take a
    context."""
    ours, wagtail = (
        {
            (e.msgctxt, e.msgid): e.msgstr
            for e in polib.pofile(f"{settings.BASE_DIR}/cms/{name}/vi/LC_MESSAGES/django.po")
        }
        for name in ("locale", "locale_wagtail")
    )
    both = {msgid for key in ours.keys() & wagtail.keys() if ours[key] != wagtail[key] for msgid in [key[1]]}
    assert both == OURS
    with override("vi"):
        assert gettext("History") == "Lịch sử"
