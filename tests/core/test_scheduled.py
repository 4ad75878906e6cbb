"""What is due goes live row by row; one that fails keeps no other from its day."""

import datetime

import pytest
from django.utils import timezone

from cms.core.pages import scheduled
from cms.home.models import NewsPage
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db

PAST = datetime.timedelta(minutes=5)


def due(school, title):
    page = make_page(NewsPage, school, title, live=False, go_live_at=timezone.now() + datetime.timedelta(days=1))
    page.save_revision().publish()
    page.revisions.update(approved_go_live_at=timezone.now() - PAST)
    revision = page.revisions.get()
    revision.content["go_live_at"] = (timezone.now() - PAST).isoformat()
    revision.save()
    return page


def test_what_is_due_goes_live_and_what_is_over_goes_away(a):
    page = due(a, "Đến ngày")
    over = make_page(NewsPage, a, "Hết hạn", expire_at=timezone.now() - PAST)
    assert scheduled.publish_scheduled_pages() == "1 / 1"
    page.refresh_from_db()
    over.refresh_from_db()
    assert page.live
    assert page.live_revision_id
    assert not over.live
    assert over.expired
    assert scheduled.publish_scheduled_pages() == "0 / 0"


def test_one_that_fails_does_not_hold_up_the_others(a, monkeypatch):
    bad, good = due(a, "Hỏng"), due(a, "Tốt")
    publish = NewsPage.publish

    def refuse(page, *args, **kwargs):
        if page.pk == bad.pk:
            raise RuntimeError("refused")
        return publish(page, *args, **kwargs)

    monkeypatch.setattr(NewsPage, "publish", refuse)
    with pytest.raises(RuntimeError, match=str(bad.pk)):
        scheduled.publish_scheduled_pages()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.live
    assert not bad.live
