"""What this app shows on kept pages changes with these rows."""

from django.db.models.signals import post_delete, post_save

from cms.contests.models import Contest, Round
from cms.training import listings
from cms.training.models import Course, CourseSession


def connect_signals() -> None:
    for model in (Contest, Round, Course, CourseSession):
        for signal in (post_save, post_delete):
            signal.connect(
                listings.on_activity_changed, sender=model, dispatch_uid=f"training.{model.__name__}.{id(signal)}"
            )
