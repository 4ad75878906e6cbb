"""What the checks of links found."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CheckedLink(models.Model):
    """An address outside the product that pages link to; checked once, however many pages name it."""

    class State(models.TextChoices):
        NEW = "new", pgettext_lazy("state of a link", "Not checked yet")
        OK = "ok", pgettext_lazy("state of a link", "Answers")
        FAILING = "failing", pgettext_lazy("state of a link", "Did not answer, is tried again")
        BROKEN = "broken", pgettext_lazy("state of a link", "Broken")
        REFUSED = "refused", pgettext_lazy("state of a link", "Not checked: a private address")

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the address
    url = models.TextField(_("address"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.NEW)
    http_status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    failed_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_check_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.url[:100]


class LinkUse(models.Model):
    """A page names an address."""

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="outgoing_links")
    school = models.ForeignKey("tenancy.School", null=True, on_delete=models.CASCADE, related_name="outgoing_links")
    link = models.ForeignKey(CheckedLink, on_delete=models.CASCADE, related_name="uses")
    told = models.BooleanField(default=False)  # the school has heard that it is broken

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "link"], name="link_use_once")]

    def __str__(self):
        return f"{self.page_id} → {self.link}"


class BlockCheck(models.Model):
    """Was the office's bar and link block on a school's home page and section, and did its targets answer?"""

    school = models.OneToOneField("tenancy.School", on_delete=models.CASCADE, related_name="block_check")
    problems = models.JSONField(default=list)  # codes of ``links.blocks.PROBLEMS``, each with a detail
    checked_at = models.DateTimeField()

    def __str__(self):
        return f"{self.school_id}: {len(self.problems)}"
