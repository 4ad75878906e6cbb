"""What schools hand up to the office's portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision


def keep_shown(collector, field, sub_objs, using):
    """``on_delete``: clearing old revisions (``purge_revisions``) leaves those that the portal shows; deleting a page
    takes its revisions along."""
    if isinstance(collector.origin, Revision):
        raise models.ProtectedError("The portal shows this revision.", set(sub_objs))
    models.SET_NULL(collector, field, sub_objs, using)


class Submission(models.Model):
    """A school's page nominated for the portal: one row per page, however often it is offered again.

    ``revision`` is what the office is asked about, ``accepted_revision`` what the portal shows; while the office
    looks at a later edit both are set and differ. ``title``, ``summary``, ``date`` and ``image`` are those of the
    accepted revision (of the offered one before that), so that a list needs no revision.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a nominated page", "Waits for the office")
        CHANGES = "changes", pgettext_lazy("state of a nominated page", "Changes asked for")
        ACCEPTED = "accepted", pgettext_lazy("state of a nominated page", "Accepted")
        REFUSED = "refused", pgettext_lazy("state of a nominated page", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a nominated page", "Withdrawn by the school")
        GONE = "gone", pgettext_lazy("state of a nominated page", "Taken off the school's site")

    school = models.ForeignKey("tenancy.School", on_delete=models.CASCADE, related_name="submissions")
    page = models.OneToOneField("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="submission")
    kind = models.CharField(max_length=60)  # label of the page's model
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(blank=True)
    slug = models.SlugField(max_length=255)
    date = models.DateField()
    image = models.ForeignKey("core.SchoolImage", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=keep_shown, related_name="shown_on_portal"
    )
    note = models.CharField(_("note to the office"), max_length=500, blank=True)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(_("comment of the office"), max_length=1000, blank=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("nominated page")
        verbose_name_plural = _("nominated pages")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-submitted_at"], name="submission_queue"),
            models.Index(fields=["-date"], name="submission_shown", condition=Q(accepted_revision__isnull=False)),
        ]

    def __str__(self):
        return self.title

    @property
    def is_update(self) -> bool:
        """The office is asked about a later edit of something that the portal shows."""
        return (
            self.state == self.State.WAITING
            and self.accepted_revision_id is not None
            and self.accepted_revision_id != self.revision_id
        )


class SubmissionEvent(models.Model):
    """Every change of a submission's state: who, when and why."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=Submission.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()} {self.at:%d/%m/%Y %H:%M}"
