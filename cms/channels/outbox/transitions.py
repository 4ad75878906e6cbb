"""What people do with the outbox: put a post in, withdraw it, send it again. Who may is asked by the view."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.channels.models import OutboxItem
from cms.channels.outbox import channel_config, delivery
from cms.channels.outbox.channel_kinds import TEXT_FORMATS, ChannelKind
from cms.channels.post_drafts.post_text import MAX_LENGTHS
from cms.tenancy.models import School

State = OutboxItem.State


class TransitionNotAllowed(Exception):
    """The message says why in the active language."""


def enqueue_post(
    school: School | None, way: str, key: uuid.UUID, title: str, text: str, user, *, page=None, document=None
) -> OutboxItem:
    """Once for each form: the second press finds what the first has made."""
    text = text.strip()
    if channel_config.find_channel(school, way) is None:
        raise TransitionNotAllowed(_("This way is not open: its key is missing in the environment."))
    if not text:
        raise TransitionNotAllowed(_("Write the text of the post."))
    if len(text) > (most := MAX_LENGTHS[TEXT_FORMATS[ChannelKind(way)]]):
        words = _("The text has %(count)d letters; this way takes %(most)d.")
        raise TransitionNotAllowed(words % {"count": len(text), "most": most})
    try:
        with transaction.atomic():
            item = OutboxItem.objects.create(
                school=school, way=way, key=key, page=page, document=document, title=title[:255], text=text,
                try_at=timezone.now(), made_by=user,
            )  # fmt: skip
            delivery.deliver_due_posts_task.enqueue()
            return item
    except IntegrityError:
        found = OutboxItem.objects.filter(key=key, school=school, way=way).first()
        if found is None:
            raise TransitionNotAllowed(_("The form is no longer valid. Open it again.")) from None
        return found


def withdraw_post(item: OutboxItem, user) -> None:
    rows = OutboxItem.objects.filter(pk=item.pk, state__in=(State.WAITING, State.FAILED))
    words = _("Withdrawn by %(person)s") % {"person": user}
    if not rows.update(state=State.WITHDRAWN, reason=words[:300]):
        raise TransitionNotAllowed(_("It has gone out, or is being sent: delete it at the channel itself."))


def retry_post(item: OutboxItem) -> None:
    rows = OutboxItem.objects.filter(pk=item.pk, state=State.FAILED)
    if not rows.update(state=State.WAITING, tries=0, try_at=timezone.now()):
        raise TransitionNotAllowed(_("Only what was not sent is sent again."))
    delivery.deliver_due_posts_task.enqueue()
