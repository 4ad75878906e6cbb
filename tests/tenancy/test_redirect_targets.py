"""A redirect leads somewhere else."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import create_redirects_from_dataset

from cms.tenancy.roles import Role
from tests.factories import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("link", ["", "   ", "http://th-mau-a.localhost/cu/", "javascript:alert(1)", "truong-moi"])
def test_a_redirect_that_leads_nowhere_is_refused_at_its_field(a, link):
    client = client_of(make_user(Role.SCHOOL_ADMIN, a), a.site.hostname)
    data = {"old_path": "/cu/", "site": a.site.pk, "redirect_page": "", "redirect_link": link}
    answer = client.post(reverse("own_redirect_add"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"redirect_link"}
    assert not Redirect.objects.filter(old_path="/cu").exists()


@pytest.mark.parametrize("link", ["http://th-mau-a.localhost/moi/", "https://example.vn/cu/"])
def test_a_redirect_with_a_target_is_taken(a, link):
    client = client_of(make_user(Role.SCHOOL_ADMIN, a), a.site.hostname)
    data = {"old_path": "/cu/", "site": a.site.pk, "redirect_page": "", "redirect_link": link}
    answer = client.post(reverse("own_redirect_add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Redirect.objects.get(old_path="/cu").redirect_link == link
    change = reverse("own_redirect_edit", args=[Redirect.objects.get(old_path="/cu").pk])
    assert client.post(change, {**data, "redirect_link": ""}).status_code == 200


def test_an_import_takes_none_that_leads_nowhere(a, tmp_path):
    rows = [("/cu/", ""), ("/xua/", "http://th-mau-a.localhost/xua/"), ("/tot/", "https://example.vn/")]
    config = {"from_index": 0, "to_index": 1, "permanent": True, "site": a.site}
    found = create_redirects_from_dataset(rows, config)
    assert (found["successes"], [error[0] for error in found["errors"]]) == (1, ["/cu/", "/xua/"])
    table = tmp_path / "chuyen.csv"
    table.write_text("from,to\n/cu-2/,\n/tot-2/,https://example.vn/\n", encoding="utf-8")
    call_command("import_redirects", src=str(table), site=a.site.pk, verbosity=0)
    assert set(Redirect.objects.values_list("old_path", flat=True)) == {"/tot", "/tot-2"}
