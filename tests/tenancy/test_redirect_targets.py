"""A redirect leads somewhere else."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

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
