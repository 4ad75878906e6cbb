"""A page that gets another address leaves a redirect behind, also below our own way of finding addresses."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.home.models import StandardPage

pytestmark = pytest.mark.django_db


def test_a_new_slug_leaves_a_redirect(client, django_capture_on_commit_callbacks, school):
    page = school.home_page.add_child(instance=StandardPage(title="Nội quy", slug="noi-quy"))
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "noi-quy-truong"
        page.save()
    redirect = Redirect.objects.get(old_path="/noi-quy")
    assert (redirect.site, redirect.redirect_page_id) == (school.site, page.pk)
    response = client.get("/noi-quy/", headers={"host": school.site.hostname})
    assert response.status_code == 301
    assert response.url.endswith("/noi-quy-truong/")
