"""What comes in of a body that the editor's script has not built, or that was cut off on the way."""

import pytest
from django.urls import reverse

from cms.home.models import NewsPage
from cms.tenancy.roles import Role
from tests.factories import client_of, make_user
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "sent",
    [{}, {"body-count": ""}, {"body-count": "1"}, {"body-count": "1", "body-0-deleted": "", "body-0-type": "text"}],
)
def test_it_is_an_error_beside_the_body_and_nothing_is_lost(school, sent):
    page = make_page(NewsPage, school, body=[("text", "<p>zqgiulai</p>")])
    client = client_of(make_user(Role.SCHOOL_EDITOR, school))
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"title": "Tên mới", **sent})
    assert answer.status_code == 200
    assert [error.code for error in answer.context["form"].errors["body"].as_data()] == ["incomplete"]
    html = answer.content.decode()
    assert "zqgiulai" in html
    assert 'value="Tên mới"' in html
    page = NewsPage.objects.get(pk=page.pk)
    assert page.title != "Tên mới"
    assert "zqgiulai" in str(page.body)
