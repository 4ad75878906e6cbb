"""Rows without versions: whoever opened the form before somebody else saved reads so, with the own text in the form."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log

from cms.board.models import Plan
from cms.home.models import SchoolSettings
from cms.legal.models import DocumentType, IssuingBody
from cms.tenancy.editing.optimistic_locking import STATE_FIELD
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.factories.pages import make_image

pytestmark = pytest.mark.django_db


def sent_back(answer) -> dict:
    """What a browser would send of the form that it was shown."""
    form = answer.context["form"]
    found = {name: form[name].value() for name in form.fields}
    for formset in getattr(form, "formsets", {}).values():
        for part in (formset.management_form, *formset.forms):
            found |= {part.add_prefix(name): part[name].value() for name in part.fields}
    return {name: "" if value is None or value is False else value for name, value in found.items()}


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def settings_of(school):
    row = SchoolSettings.for_site(school.site)
    return row, reverse("wagtailsettings:edit", args=["home", "schoolsettings", school.site.pk]), "phone"


def document_type(school):
    row = DocumentType.objects.create(name="Loại văn bản thử")
    return row, reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk]), "name_en"


def issuing_body(school):
    row = IssuingBody.objects.create(name="Ủy ban nhân dân xã Mẫu")
    return row, reverse(row.snippet_viewset.get_url_name("edit"), args=[row.pk]), "abbreviation"


def school_facts(school):
    return school, reverse("schools:edit", args=[school.pk]), "address"


def picture(school):
    row = make_image(collection=school.collection)
    return row, reverse("wagtailimages:edit", args=[row.pk]), "description"


def redirect(school):
    row = Redirect.objects.create(old_path="/cu", site=school.site, redirect_link="https://example.vn/")
    return row, reverse("own_redirect_edit", args=[row.pk]), "redirect_link"


@pytest.mark.parametrize("make", [settings_of, document_type, issuing_body, school_facts, picture, redirect])
def test_an_older_form_is_shown_again(a, make):
    row, address, name = make(a)
    mine, theirs = "https://example.vn/cua-toi/", "https://example.vn/cua-co-mo/"
    person = make_user(Role.OFFICE_ADMIN)
    client = client_of(person, a.site.hostname)
    data = sent_back(client.get(address))
    data.pop("file", None)
    colleague = make_user(Role.OFFICE_ADMIN, first_name="Mơ", last_name="Nguyễn Thị")
    setattr(row, name, theirs)
    row.save()
    log(instance=row, action="wagtail.edit", user=colleague)

    answer = client.post(address, {**data, name: mine})
    assert answer.status_code == 200
    assert "Nguyễn Thị Mơ" in said(answer)
    assert mine in answer.content.decode()
    row.refresh_from_db()
    assert getattr(row, name) == theirs

    [now] = re.findall(rf'name="{STATE_FIELD}" value="(\w+)"', answer.content.decode())
    answer = client.post(address, {**data, name: mine, STATE_FIELD: now})
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert getattr(row, name) == mine


@pytest.mark.parametrize("make", [settings_of, document_type, issuing_body, school_facts, picture, redirect])
def test_the_newest_form_is_saved(a, make):
    row, address, name = make(a)
    client = client_of(make_user(Role.OFFICE_ADMIN), a.site.hostname)
    data = sent_back(client.get(address)) | {name: "https://example.vn/moi/"}
    data.pop("file", None)
    assert STATE_FIELD in data
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    row.refresh_from_db()
    assert getattr(row, name) == "https://example.vn/moi/"


def test_rows_of_a_panel_count_too(a):
    plan = Plan.objects.create(title="Kế hoạch năm", first_day="2026-01-01", last_day="2026-12-31")
    task = plan.tasks.model.objects.create(plan=plan, number="1", title="Mở lớp")
    address, client = reverse("plans:edit", args=[plan.pk]), client_of(make_user(Role.OFFICE_ADMIN))
    data = sent_back(client.get(address))
    type(task).objects.filter(pk=task.pk).update(title="Mở lớp của cô Mơ")
    answer = client.post(address, {**data, "title": "Tên của tôi"})
    assert answer.status_code == 200
    plan.refresh_from_db()
    assert plan.title == "Kế hoạch năm"
    shown = answer.context["form"].data[STATE_FIELD]
    assert client.post(address, {**data, "title": "Tên của tôi", STATE_FIELD: shown}).status_code == 302
    assert Plan.objects.get().title == "Tên của tôi"
