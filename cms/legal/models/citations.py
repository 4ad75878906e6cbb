"""Citations by live pages and documents of the library, stored so that the cited side can be queried too."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Citation(models.Model):
    """One citation in the text of a live page (``page``) or of a document of the library (``source``).

    Only ``cms.legal.citations.store`` writes it. ``school`` owns it with the page; none for the office's pages and for
    the library.
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
    #: The attached file that contains it; none where the page or document itself does.
    file = models.ForeignKey("core.SchoolDocument", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    #: Field and block of a page, anchor of a provision, or "tep-" and the number of the file.
    place = models.CharField(max_length=120)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    span = models.TextField(_("as it is written"))
    kind = models.CharField(max_length=10)
    #: Number or name, the lookup key for documents that arrive later.
    key = models.CharField(max_length=200, db_index=True)
    #: The fields of ``citation_finder.Citation`` that identify the cited document.
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

    wagtail_reference_index_ignore = True  # derived: a citation does not count as usage

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
