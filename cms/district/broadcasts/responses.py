"""What a school does with an item: looks at it, confirms, accepts, declines, makes a copy. Each step is idempotent."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core import versions
from cms.district.broadcasts import cached_index
from cms.district.broadcasts.cached_index import SentBroadcast
from cms.district.broadcasts.sending import TransitionNotAllowed
from cms.district.models import Broadcast, Receipt, ReceiptEvent
from cms.legal.section.listings import get_model
from cms.tenancy.models import School

State = Receipt.State


def get_broadcast(school: School, broadcast_id: int) -> SentBroadcast | None:
    """The item if it was sent to this school, recalled or expired ones too."""
    return next((row for row in cached_index.list_broadcasts_sent_to(school.pk) if row.id == broadcast_id), None)


def find_receipt(school: School, broadcast_id: int) -> Receipt | None:
    return Receipt.objects.filter(school=school, broadcast=broadcast_id).select_related("copy", "changed_by").first()


def _require_response_allowed(school: School, broadcast_id: int, *modes: str) -> SentBroadcast:
    sent = get_broadcast(school, broadcast_id)
    if sent is None or not sent.is_live(timezone.now()):
        raise TransitionNotAllowed(_("The office has recalled this item, or its time is over."))
    if sent.mode not in modes:
        raise TransitionNotAllowed(_("This kind of item is not answered in this way."))
    return sent


def _write_receipt(school: School, broadcast_id: int, user, state: str, note: str = "", **fields) -> Receipt:
    now = timezone.now()
    receipt, new = Receipt.objects.select_for_update().get_or_create(
        broadcast_id=broadcast_id, school=school, defaults={"state": state, "changed_at": now, "changed_by": user}
    )
    before = None if new else receipt.state
    receipt.state, receipt.changed_at, receipt.changed_by, receipt.reason = state, now, user, note[:500]
    for name, value in fields.items():
        setattr(receipt, name, value)
    receipt.save()
    if before != state or note:
        ReceiptEvent.objects.create(receipt=receipt, state=state, at=now, by=user, note=note[:500])
    versions.bump_versions(versions.site_version(school.site_id))
    return receipt


@transaction.atomic
def mark_seen(school: School, broadcast_id: int, user) -> None:
    """Somebody of the school opened it. Later steps are never taken back by this one."""
    now = timezone.now()
    receipt, new = Receipt.objects.get_or_create(
        broadcast_id=broadcast_id, school=school,
        defaults={"state": State.SEEN, "changed_at": now, "changed_by": user},
    )  # fmt: skip
    if new:
        ReceiptEvent.objects.create(receipt=receipt, state=State.SEEN, at=now, by=user)


@transaction.atomic
def confirm_broadcast(school: School, broadcast_id: int, user) -> Receipt:
    """The school has taken note of a mandatory item."""
    _require_response_allowed(school, broadcast_id, Broadcast.Mode.MANDATORY)
    current = find_receipt(school, broadcast_id)
    return (
        current
        if current and current.state == State.CONFIRMED
        else _write_receipt(school, broadcast_id, user, State.CONFIRMED)
    )


@transaction.atomic
def accept_broadcast(
    school: School, broadcast_id: int, user, place: str = "", show_on: datetime.date | None = None
) -> Receipt:
    """The school shows a recommended item, in a list and from a day of its choice."""
    sent = _require_response_allowed(school, broadcast_id, Broadcast.Mode.RECOMMENDED)
    if place and place not in available_lists(sent):
        raise TransitionNotAllowed(_("It cannot stand in that list."))
    return _write_receipt(school, broadcast_id, user, State.POSTED, place=place, show_on=show_on)


@transaction.atomic
def decline_broadcast(school: School, broadcast_id: int, user, reason: str) -> Receipt:
    """Recommended items and copies only; a reason is asked for."""
    _require_response_allowed(school, broadcast_id, Broadcast.Mode.RECOMMENDED, Broadcast.Mode.COPY)
    if not reason.strip():
        raise TransitionNotAllowed(_("Say why the school declines."))
    return _write_receipt(school, broadcast_id, user, State.DECLINED, reason.strip())


def available_lists(sent: SentBroadcast) -> list[str]:
    """Lists that an item can stand in: articles in any list of articles, materials and documents in their own."""
    articles: list[str] = [Broadcast.Place.NEWS, Broadcast.Place.NOTICES, Broadcast.Place.LEGAL_NEWS]
    return articles if sent.place in articles else [sent.place]


def create_copy(school: School, broadcast_id: int, user) -> Receipt:
    """A draft of the school's own, made from the source as it is public now. A failure is kept as the school's
    state."""
    sent = _require_response_allowed(school, broadcast_id, Broadcast.Mode.COPY)
    current = find_receipt(school, broadcast_id)
    if current and current.copy_id:
        return current
    source = Page.objects.filter(pk=sent.page_id, live=True).first()
    if source is None:
        raise TransitionNotAllowed(_("The office has taken the item off its site."))
    try:
        with transaction.atomic():
            copy = _copy(source.specific, school, user)
            return _write_receipt(
                school, broadcast_id, user, State.CONFIRMED, copy=copy, copied_revision_id=source.live_revision_id
            )
    except (ValidationError, LookupError) as error:
        with transaction.atomic():
            return _write_receipt(school, broadcast_id, user, State.ERROR, str(error))


def _copy(source: Page, school: School, user) -> Page:
    parents = get_model(type(source).parent_page_types[0]).objects.descendant_of(school.home_page)
    parent = parents.filter(locale_id=school.home_page.locale_id).first()
    if parent is None:
        raise LookupError(_("The site has no list for this kind of page."))
    slug, number = source.slug, 2
    while parent.get_children().filter(slug=slug).exists():
        slug, number = f"{source.slug[:240]}-{number}", number + 1
    return source.copy(
        to=parent, update_attrs={"slug": slug, "owner": user}, copy_revisions=False, keep_live=False, user=user,
        reset_translation_key=True,
    )  # fmt: skip


def on_copy_published(page_id: int, user) -> None:
    """A page went live: if it is a copy of an item, its school has posted it."""
    rows = Receipt.objects.filter(copy=page_id).exclude(state=State.POSTED).select_related("school")
    for receipt in rows:
        with transaction.atomic():
            _write_receipt(receipt.school, receipt.broadcast_id, user, State.POSTED)


@transaction.atomic
def mark_copy_up_to_date(school: School, broadcast_id: int, user) -> None:
    """The school has looked at the office's later changes and taken over what it wants."""
    receipt = Receipt.objects.select_for_update().get(school=school, broadcast=broadcast_id)
    receipt.copied_revision_id = receipt.broadcast.source_revision_id
    receipt.save(update_fields=["copied_revision"])
