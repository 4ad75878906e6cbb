"""What live pages and documents of the library cite, kept so that it can be asked from the other end."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Citation(models.Model):
    """One citation in the text of a live page (``page``) or of a document of the library (``source``).

    Written by ``cms.legal.citations.store`` alone. ``school`` owns it with the page; none for the office's pages and
    for the library.
    """

    class State(models.TextChoices):
        RESOLVED = "resolved", pgettext_lazy("citation", "found")
        AMBIGUOUS = "ambiguous", pgettext_lazy("citation", "could be several")
        UNRESOLVED = "unresolved", pgettext_lazy("citation", "not in the library")

    #: ``kind`` of documents that were chosen for a page, beside the kinds of ``cms.legal.parsing.grammar``.
    CHOSEN = "chosen"

    school = models.ForeignKey(
        "tenancy.School", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    source = models.ForeignKey(
        "legal.LegalDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    #: The attached file in whose text it stands; none where it stands in the page or document itself.
    file = models.ForeignKey("core.SchoolDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    #: Field and block of a page, anchor of a provision, or "tep-" and the number of the file.
    place = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    span = models.TextField(_("as it is written"))
    kind = models.CharField(max_length=10)
    #: Number or name, to look for when a document arrives.
    key = models.CharField(max_length=200, db_index=True)
    #: The fields of ``citation_finder.Citation`` that decide what is meant.
    details = models.JSONField(default=dict)
    #: The day of the text.
    on = models.DateField(null=True, blank=True)
    state = models.CharField(pgettext_lazy("citation", "state"), max_length=10, choices=State.choices)
    document = models.ForeignKey(
        "legal.LegalDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="cited_by",
        verbose_name=_("legal document"),
    )
    anchor = models.CharField(max_length=80, blank=True)

    wagtail_reference_index_ignore = True  # derived: what is cited is no use of a page or a file

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["page", "source", "place", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page=None, source__isnull=False) | models.Q(page__isnull=False, source=None),
                name="citation_has_one_source",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "key"], name="citation_state_key"),
            models.Index(fields=["document", "page"], name="citation_document_page"),
        ]

    def __str__(self):
        return self.span
