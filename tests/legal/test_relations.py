"""Relations and events: stored once, shown both ways, bound when the other document arrives, and what they do to
statuses."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.legal import signals
from cms.legal.models import LegalDocument, LegalEvent, LegalRelation, ReviewTask, StatusPeriod
from cms.legal.validity import status, status_periods
from tests.factories.legal import make_document

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 9, 1)


def law(number="43/2019/QH14", **fields):
    fields = {"issued_on": datetime.date(2019, 6, 14), "effective_from": datetime.date(2020, 7, 1), **fields}
    return make_document(number, type_name="Luật", issuers=("Quốc hội",), **fields)


def relate(source, kind, target=None, **fields):
    source.relations.add(LegalRelation(kind=kind, target=target, **fields))
    source.save()
    return source.relations.get()


def code(document, day=DAY):
    return status_periods.codes_on([document.pk], day)[document.pk]


def test_a_relation_changes_the_status_of_its_target_from_its_day_on():
    old, new = law(), law("1/2025/QH15", issued_on=datetime.date(2025, 6, 1), effective_from=DAY)
    relate(new, "replaces", old)
    assert code(old, DAY - datetime.timedelta(days=1)) == status.IN_FORCE
    assert code(old) == status.EXPIRED
    found = old.status_on(DAY)
    assert found.code == status.EXPIRED
    assert found.reasons[0].event.by == "Luật số 1/2025/QH15"
    assert found.reasons[0].event.by_id == new.pk


def test_the_target_follows_when_the_source_changes_or_goes():
    old, new = law(), law("1/2025/QH15", effective_from=DAY)
    relate(new, "replaces", old)
    new.effective_from = DAY + datetime.timedelta(days=30)
    new.save()
    assert code(old) == status.IN_FORCE
    new.effective_from = DAY
    new.save()
    assert code(old) == status.EXPIRED
    new.live = False
    new.save()
    assert code(old) == status.IN_FORCE  # a draft does nothing
    new.live = True
    new.save()
    new.delete()
    assert code(old) == status.IN_FORCE
    assert StatusPeriod.objects.filter(document=old).exists()


def test_a_removed_relation_gives_the_status_back():
    old, new = law(), law("1/2025/QH15", effective_from=DAY)
    relate(new, "abolishes", old)
    assert code(old) == status.EXPIRED
    new = LegalDocument.objects.get(pk=new.pk)
    new.relations.set([])
    new.save()
    assert code(old) == status.IN_FORCE


def test_a_relation_that_is_turned_to_another_document_lets_the_first_one_go():
    old, other, new = law(), law("35/2019/QH14"), law("1/2025/QH15", effective_from=DAY)
    relation = relate(new, "abolishes", old)
    relation.target = other
    relation.save()
    assert (code(old), code(other)) == (status.IN_FORCE, status.EXPIRED)


def test_words_are_bound_when_the_document_arrives():
    new = law("1/2025/QH15", effective_from=DAY)
    relation = relate(new, "replaces", target_text="Luật số 43/2019/QH14")
    assert relation.target is None
    old = law()
    relation.refresh_from_db()
    assert relation.target == old
    assert code(old) == status.EXPIRED


def test_words_are_bound_again_when_a_number_is_corrected():
    new = law("1/2025/QH15", effective_from=DAY)
    wrong = law("34/2019/QH14")
    relation = relate(new, "replaces", target_text="Luật số 43/2019/QH14")
    wrong.number_raw = "43/2019/QH14"
    wrong.save()
    relation.refresh_from_db()
    assert relation.target == wrong
    wrong.number_raw = "35/2019/QH14"
    wrong.save()
    relation.refresh_from_db()
    assert relation.target is None
    assert code(wrong) == status.IN_FORCE


def test_words_that_may_mean_two_documents_stay_words():
    for type_name in ("Luật", "Nghị quyết"):
        make_document("43/2019/QH14", type_name=type_name, issuers=("Quốc hội",), issued_on=datetime.date(2019, 6, 14))
    new = law("1/2025/QH15", effective_from=DAY)
    assert relate(new, "cites", target_text="43/2019/QH14").target is None


def test_a_chosen_document_stays_chosen():
    new, chosen = law("1/2025/QH15", effective_from=DAY), law("35/2019/QH14")
    relation = relate(new, "replaces", chosen, target_text="Luật số 43/2019/QH14")
    law()
    relation.refresh_from_db()
    assert (relation.target, relation.target_text) == (chosen, "")


def test_what_is_deleted_is_kept_by_its_number():
    old, new = law(), law("1/2025/QH15", effective_from=DAY)
    relation = relate(new, "replaces", old)
    old.delete()
    relation.refresh_from_db()
    assert (relation.target, relation.target_text) == (None, "Luật số 43/2019/QH14")
    again = law()
    relation.refresh_from_db()
    assert relation.target == again


def test_an_event_names_a_document_that_the_library_does_not_hold():
    old = law()
    old.events.add(
        LegalEvent(kind="abolished_part", day=DAY, provisions="khoản 2 Điều 5", by_text="Luật số 1/2025/QH15")
    )
    old.save()
    found = old.status_on(DAY)
    assert (found.code, found.since) == (status.PARTLY_EXPIRED, DAY)
    event = found.reasons[1].event
    assert (event.anchors, event.by, event.by_id) == (("dieu-5-khoan-2",), "Luật số 1/2025/QH15", None)
    new = law("1/2025/QH15", effective_from=DAY)
    assert LegalEvent.objects.get().by == new


def test_a_confidential_document_acts_but_is_not_named():
    old, new = law(), law("1/2025/QH15", effective_from=DAY, confidential=True)
    relate(new, "replaces", old)
    found = old.status_on(DAY)
    assert found.code == status.EXPIRED
    assert (found.reasons[0].event.by, found.reasons[0].event.by_id) == ("", None)


def test_expiry_never_cascades_but_asks_for_a_review():
    old, decree = law(), make_document("15/2020/NĐ-CP", type_name="Nghị định", issuers=("Chính phủ",))
    relate(decree, "details", old)
    assert not ReviewTask.objects.exists()
    new = law("1/2025/QH15", effective_from=DAY)
    relate(new, "replaces", old)
    assert code(decree) == status.IN_FORCE
    task = ReviewTask.objects.get()
    assert (task.document, task.cause, task.state) == (decree, old, "open")
    task.state = "done"
    task.save()
    new.save()
    assert ReviewTask.objects.get().state == "done"


def test_listeners_hear_of_a_changed_status_once(django_capture_on_commit_callbacks):
    heard = []

    def listener(documents, old, new, **kwargs):
        heard.append((documents, old, new))

    signals.statuses_changed.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            old = law()
        assert heard == []  # new documents are not told
        with django_capture_on_commit_callbacks(execute=True):
            relate(law("1/2025/QH15", effective_from=DAY), "replaces", old)
        with django_capture_on_commit_callbacks(execute=True):
            LegalDocument.objects.get(pk=old.pk).save()
        assert heard == [([old.pk], status.IN_FORCE, status.EXPIRED)]
    finally:
        signals.statuses_changed.disconnect(listener)


def test_the_calendar_changes_statuses_and_the_nightly_run_tells(django_capture_on_commit_callbacks):
    today = timezone.localdate()
    heard = []

    def listener(documents, old, new, **kwargs):
        heard.append((documents, old, new))

    old = law(effective_to=today + datetime.timedelta(days=2))
    decree = make_document("15/2020/NĐ-CP", type_name="Nghị định", issuers=("Chính phủ",))
    relate(decree, "guides", old)
    signals.statuses_changed.connect(listener)
    try:
        first = nightly(django_capture_on_commit_callbacks)
        assert "43/2019/QH14: Còn hiệu lực → Hết hiệu lực toàn bộ" in first
        assert "0 changed, 1 change soon, 0 review tasks" in first
        later = nightly(django_capture_on_commit_callbacks, day=today + datetime.timedelta(days=2))
        assert "1 changed, 0 change soon, 1 review tasks" in later
        assert heard == [([old.pk], status.IN_FORCE, status.EXPIRED)]
        again = nightly(django_capture_on_commit_callbacks, day=today + datetime.timedelta(days=3))
        assert "0 changed, 0 change soon, 0 review tasks" in again
        assert len(heard) == 1
    finally:
        signals.statuses_changed.disconnect(listener)


def nightly(capture, **options) -> str:
    out = StringIO()
    with capture(execute=True):
        call_command("recompute_statuses", stdout=out, **options)
    return out.getvalue()
