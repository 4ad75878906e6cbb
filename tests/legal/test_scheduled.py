"""Publishing on a day: one document that cannot be published holds up no other, and the office is asked to look."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.legal.models import LegalDocument, ReviewTask
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db


def planned(document, **changes):
    """A draft with these changes whose day came a minute ago."""
    draft = LegalDocument.objects.get(pk=document.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    revision = draft.save_revision(clean=False)
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()


def test_a_number_that_was_taken_meanwhile():
    first, second = make_document("15/2024/TT-BGDĐT"), make_document("16/2024/TT-BGDĐT")
    planned(first, number_raw="17/2024/TT-BGDĐT", title="Tên mới của thông tư")
    planned(second, title="Tên đúng hạn")
    twin = make_document("17/2024/TT-BGDĐT")
    for _time in range(2):
        call_command("publish_scheduled")
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.number_raw, first.live) == ("15/2024/TT-BGDĐT", True)
        assert second.title == "Tên đúng hạn"
        task = ReviewTask.objects.get()
        assert (task.document, task.cause, task.kind, task.state) == (first, twin, "not_published", "open")
    assert first.get_latest_revision_as_object().title == "Tên mới của thông tư", "what was written is not lost"
    assert not first.revisions.filter(approved_go_live_at__isnull=False).exists(), "it is not tried every minute"


def test_planned_again_it_is_asked_again_and_published_once_the_number_is_free():
    first = make_document("15/2024/TT-BGDĐT")
    planned(first, number_raw="17/2024/TT-BGDĐT")
    twin = make_document("17/2024/TT-BGDĐT")
    call_command("publish_scheduled")
    ReviewTask.objects.update(state=ReviewTask.State.DONE)
    planned(first, number_raw="17/2024/TT-BGDĐT")
    call_command("publish_scheduled")
    assert ReviewTask.objects.get().state == ReviewTask.State.OPEN
    twin.delete()
    planned(first, number_raw="17/2024/TT-BGDĐT")
    call_command("publish_scheduled")
    first.refresh_from_db()
    assert first.number_raw == "17/2024/TT-BGDĐT"
