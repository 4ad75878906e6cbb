"""What this app listens to."""

from cms.advice.answering import law_reviews
from cms.legal.signals import statuses_changed


def connect() -> None:
    statuses_changed.connect(law_reviews.on_statuses_changed, dispatch_uid="advice.statuses_changed")
