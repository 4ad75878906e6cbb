"""What the office sends down to its schools: one row, however many schools."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.district.broadcasts.audience import AudienceRule


class Broadcast(models.Model):
    """An office's page, or a document of the library with a note, sent to the schools that fit its target."""

    class Mode(models.TextChoices):
        MANDATORY = "mandatory", _("Mandatory: shown on every site, locked")
        RECOMMENDED = "recommended", _("Recommended: the school accepts or declines")
        COPY = "copy", _("Editable copy: the school makes a page of its own from it")

    class Place(models.TextChoices):
        """Lists of a school's site; the value is the model whose list it is."""

        NEWS = "home.NewsPage", _("News of the school")
        NOTICES = "home.NoticePage", _("Notices")
        LEGAL_NEWS = "legal.LegalNewsPage", _("Legal education: activity news")
        MATERIALS = "legal.LegalMaterialPage", _("Legal education: materials")
        DOCUMENTS = "legal.LegalDocument", _("Legal education: new documents")

    class Audience(models.TextChoices):
        ALL = "all", _("All schools")
        LEVEL = "level", _("Schools of some levels")
        COMMUNE = "commune", _("Schools of some communes")
        AUTHORITY = "authority", _("Schools of a governing authority")
        LIST = "list", _("Schools named one by one")

    title = models.CharField(_("title"), max_length=255, editable=False)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="broadcasts",
        verbose_name=_("page of the portal"),
    )  # fmt: skip
    document = models.ForeignKey(
        "legal.LegalDocument", null=True, blank=True, on_delete=models.SET_NULL, related_name="broadcasts",
        verbose_name=_("document of the library"),
    )  # fmt: skip
    note = models.TextField(_("note to the schools"), max_length=1000, blank=True)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode.choices, default=Mode.MANDATORY)
    place = models.CharField(_("list that it stands in"), max_length=24, choices=Place.choices, blank=True)
    audience = models.CharField(_("to"), max_length=10, choices=Audience.choices, default=Audience.ALL)
    levels = models.JSONField(_("levels"), default=list, blank=True)
    communes = models.JSONField(_("communes"), default=list, blank=True)
    authority = models.ForeignKey(
        "tenancy.GoverningAuthority", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("governing authority"),
    )  # fmt: skip
    as_of = models.DateField(_("schools as of"), null=True, blank=True)
    school_ids = models.JSONField(_("schools"), default=list, blank=True)
    needs_confirmation = models.BooleanField(_("the schools confirm that they have read it"), default=True)
    confirm_by = models.DateField(_("answer by"), null=True, blank=True)
    go_live_at = models.DateTimeField(_("show from"), null=True, blank=True)
    expire_at = models.DateTimeField(_("show until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    announced_at = models.DateTimeField(null=True, editable=False)  # the schools were told that there is an item
    recalled_at = models.DateTimeField(null=True, editable=False)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    recall_reason = models.CharField(max_length=500, editable=False, blank=True)

    class Meta:
        verbose_name = _("item sent to schools")
        verbose_name_plural = _("items sent to schools")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(page=None) | Q(document=None), name="broadcast_page_or_document"),
            models.CheckConstraint(
                condition=Q(go_live_at=None) | Q(expire_at=None) | Q(expire_at__gt=F("go_live_at")),
                name="broadcast_times_in_order",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None) | Q(sent_at__isnull=False), name="broadcast_recall_after_send"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def audience_rule(self) -> AudienceRule:
        return AudienceRule(
            audience=self.audience, levels=frozenset(self.levels), communes=frozenset(self.communes),
            authority_id=self.authority_id, as_of=self.as_of, school_ids=frozenset(self.school_ids),
        )  # fmt: skip

    @property
    def starts_at(self):
        """First moment that schools see it; None before it is sent."""
        return max(self.sent_at, self.go_live_at or self.sent_at) if self.sent_at else None

    @property
    def ends_at(self):
        """Moment from which nobody sees it any more; None: none known."""
        ends = [moment for moment in (self.expire_at, self.recalled_at) if moment]
        return min(ends) if ends else None

    @property
    def state(self) -> str:
        """draft, waiting (sent, goes live later), live, expired or recalled."""
        now = timezone.now()
        if self.sent_at is None:
            return "draft"
        if self.recalled_at:
            return "recalled"
        if self.expire_at and self.expire_at <= now:
            return "expired"
        return "live" if self.starts_at <= now else "waiting"

    @property
    def state_words(self):
        return STATE_WORDS[self.state]

    @property
    def mode_words(self):
        """In one word; the choices say what it means."""
        return MODE_WORDS[self.mode]

    @property
    def source_revision_id(self) -> int | None:
        """What a copy is compared with: the revision of the source that is public now."""
        return self.page.live_revision_id if self.page else None


STATE_WORDS = {
    "draft": pgettext_lazy("state of an item sent to schools", "Not sent yet"),
    "waiting": pgettext_lazy("state of an item sent to schools", "Waits for its time"),
    "live": pgettext_lazy("state of an item sent to schools", "Sent"),
    "expired": pgettext_lazy("state of an item sent to schools", "Over"),
    "recalled": pgettext_lazy("state of an item sent to schools", "Recalled"),
}
MODE_WORDS = {
    "mandatory": pgettext_lazy("mode of an item sent to schools", "Mandatory"),
    "recommended": pgettext_lazy("mode of an item sent to schools", "Recommended"),
    "copy": pgettext_lazy("mode of an item sent to schools", "Editable copy"),
}
