"""What this app listens to."""

from cms.advice.answering import reviews
from cms.legal.signals import statuses_changed


def connect() -> None:
    statuses_changed.connect(reviews.statuses_changed, dispatch_uid="advice.statuses_changed")
