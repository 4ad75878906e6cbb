"""What became of an item at one school. A row is made when something happens there, never in advance."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.district.models.broadcasts import Broadcast


class Receipt(models.Model):
    """No row means: sent, and nobody at the school has looked at it. A recall is the broadcast's, not the row's."""

    class State(models.TextChoices):
        SEEN = "seen", pgettext_lazy("state at a school", "Seen")
        CONFIRMED = "confirmed", pgettext_lazy("state at a school", "Confirmed")
        POSTED = "posted", pgettext_lazy("state at a school", "Posted")
        DECLINED = "declined", pgettext_lazy("state at a school", "Declined")
        ERROR = "error", pgettext_lazy("state at a school", "Error")

    broadcast = models.ForeignKey(Broadcast, on_delete=models.CASCADE, related_name="receipts")
    school = models.ForeignKey("tenancy.School", on_delete=models.CASCADE, related_name="broadcast_receipts")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    place = models.CharField(max_length=24, choices=Broadcast.Place.choices, blank=True)  # chosen by the school
    show_on = models.DateField(null=True, blank=True)  # chosen by the school: first day, and its date in lists
    copy = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="copied_from")
    copied_revision = models.ForeignKey("wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+")
    recall_told = models.BooleanField(default=False)  # the school was told that the item is recalled
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("receipt of a school")
        verbose_name_plural = _("receipts of schools")
        constraints = [models.UniqueConstraint(fields=["broadcast", "school"], name="one_receipt_per_school")]
        indexes = [models.Index(fields=["school", "state"], name="receipt_of_school")]

    def __str__(self):
        return f"{self.broadcast} – {self.school}: {self.get_state_display()}"


class ReceiptEvent(models.Model):
    """Every change of a receipt's state: who and when."""

    receipt = models.ForeignKey(Receipt, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(max_length=10, choices=Receipt.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_state_display()} {self.at:%d/%m/%Y %H:%M}"
