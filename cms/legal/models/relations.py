"""Typed relations between documents, and events of a document's history."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.core.dates import validate_years
from cms.legal.parsing import document_words
from cms.legal.parsing.provision_names import provision_fragments
from cms.legal.validity import events, relation_kinds


class RelationKind(models.TextChoices):
    """The kinds of relations, named from the active side: the document that has the relation."""

    BASIS = relation_kinds.BASIS, pgettext_lazy("relation", "is based on")
    GUIDES = relation_kinds.GUIDES, pgettext_lazy("relation", "guides")
    DETAILS = relation_kinds.DETAILS, pgettext_lazy("relation", "details")
    AMENDS = relation_kinds.AMENDS, pgettext_lazy("relation", "amends")
    SUPPLEMENTS = relation_kinds.SUPPLEMENTS, pgettext_lazy("relation", "adds to")
    REPLACES = relation_kinds.REPLACES, pgettext_lazy("relation", "replaces")
    ABOLISHES = relation_kinds.ABOLISHES, pgettext_lazy("relation", "abolishes")
    ABOLISHES_PART = relation_kinds.ABOLISHES_PART, pgettext_lazy("relation", "abolishes a part of")
    SUSPENDS = relation_kinds.SUSPENDS, pgettext_lazy("relation", "suspends")
    SUSPENDS_EXECUTION = relation_kinds.SUSPENDS_EXECUTION, pgettext_lazy("relation", "suspends the execution of")
    RESUMES = relation_kinds.RESUMES, pgettext_lazy("relation", "puts back in force")
    CORRECTS = relation_kinds.CORRECTS, pgettext_lazy("relation", "corrects")
    CONSOLIDATES = relation_kinds.CONSOLIDATES, pgettext_lazy("relation", "consolidates")
    CITES = relation_kinds.CITES, pgettext_lazy("relation", "cites")
    PROMULGATES = relation_kinds.PROMULGATES, pgettext_lazy("relation", "promulgates")
    IMPLEMENTS = relation_kinds.IMPLEMENTS, pgettext_lazy("relation", "implements")
    TRANSLATES = relation_kinds.TRANSLATES, pgettext_lazy("relation", "translates")
    EXPLAINS = relation_kinds.EXPLAINS, pgettext_lazy("relation", "explains")
    RELATED = relation_kinds.RELATED, pgettext_lazy("relation", "has the same subject as")

    @property
    def passive(self) -> str:
        """Returns the name of the same relation from the side of the target."""
        return str(PASSIVE[self])


PASSIVE = {
    RelationKind.BASIS: pgettext_lazy("relation", "is the basis of"),
    RelationKind.GUIDES: pgettext_lazy("relation", "is guided by"),
    RelationKind.DETAILS: pgettext_lazy("relation", "is detailed by"),
    RelationKind.AMENDS: pgettext_lazy("relation", "is amended by"),
    RelationKind.SUPPLEMENTS: pgettext_lazy("relation", "is added to by"),
    RelationKind.REPLACES: pgettext_lazy("relation", "is replaced by"),
    RelationKind.ABOLISHES: pgettext_lazy("relation", "is abolished by"),
    RelationKind.ABOLISHES_PART: pgettext_lazy("relation", "is abolished in part by"),
    RelationKind.SUSPENDS: pgettext_lazy("relation", "is suspended by"),
    RelationKind.SUSPENDS_EXECUTION: pgettext_lazy("relation", "has its execution suspended by"),
    RelationKind.RESUMES: pgettext_lazy("relation", "is put back in force by"),
    RelationKind.CORRECTS: pgettext_lazy("relation", "is corrected by"),
    RelationKind.CONSOLIDATES: pgettext_lazy("relation", "is consolidated in"),
    RelationKind.CITES: pgettext_lazy("relation", "is cited by"),
    RelationKind.PROMULGATES: pgettext_lazy("relation", "is promulgated by"),
    RelationKind.IMPLEMENTS: pgettext_lazy("relation", "is implemented by"),
    RelationKind.TRANSLATES: pgettext_lazy("relation", "is translated by"),
    RelationKind.EXPLAINS: pgettext_lazy("relation", "is explained by"),
    RelationKind.RELATED: pgettext_lazy("relation", "has the same subject as"),
}


class EventKind(models.TextChoices):
    """What happened to the document that has the event."""

    EXPIRED = events.EXPIRED, pgettext_lazy("event", "lost force")
    REPLACED = events.REPLACED, pgettext_lazy("event", "was replaced")
    ABOLISHED = events.ABOLISHED, pgettext_lazy("event", "was abolished")
    ABOLISHED_PART = events.ABOLISHED_PART, pgettext_lazy("event", "was abolished in part")
    AMENDED = events.AMENDED, pgettext_lazy("event", "was amended")
    SUPPLEMENTED = events.SUPPLEMENTED, pgettext_lazy("event", "was added to")
    CORRECTED = events.CORRECTED, pgettext_lazy("event", "was corrected")
    SUSPENDED = events.SUSPENDED, pgettext_lazy("event", "was suspended")
    EXECUTION_SUSPENDED = events.EXECUTION_SUSPENDED, pgettext_lazy("event", "had its execution suspended")
    RESUMED = events.RESUMED, pgettext_lazy("event", "was put back in force")


class OtherDocument(Orderable):
    """The other end of a relation or an event: a document of the library, or the words that name it.

    Words are bound when the document arrives (``cms.legal.documents.binding``), and again when its number is corrected.
    A document that a person chose stays chosen.
    """

    provisions = models.CharField(
        _("provisions concerned"),
        max_length=500,
        blank=True,
        help_text=_("For example: khoản 2 Điều 5; Điều 7. Empty: the whole document."),
    )
    anchors = models.JSONField(default=list, blank=True, editable=False)
    day = models.DateField(_("day"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=255, blank=True)
    key = models.CharField(max_length=120, blank=True, editable=False, default="", db_index=True)
    origin = models.CharField(max_length=20, blank=True, editable=False, default="")

    #: Names of the fields of a concrete model: its own document, the other one, the words for the other one.
    PARENT = OTHER = WORDS = ""

    class Meta(Orderable.Meta):
        abstract = True

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        validate_years(self)

    def derive(self) -> None:
        """Sets the derived fields; also for code that writes rows in bulk."""
        self.anchors = list(provision_fragments(self.provisions))
        words, other = getattr(self, self.WORDS), getattr(self, self.OTHER)
        if other is not None and words and not document_words.may_mean(document_words.document_key(words), other):
            setattr(self, self.WORDS, "")  # a person chose another document than the words name
        self.key = document_words.document_key(getattr(self, self.WORDS))


class LegalRelation(OtherDocument):
    """What ``source`` does to ``target`` (passive modification), stored at the active side alone. ``day`` None: the day
    on which the source comes into force."""

    PARENT, OTHER, WORDS = "source", "target", "target_text"

    source = ParentalKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind.choices)
    target = models.ForeignKey(
        "legal.LegalDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="relations_in",
        verbose_name=_("other document"),
    )
    target_text = models.CharField(
        _("other document, not yet in the library"),
        max_length=255,
        blank=True,
        help_text=_("As it is cited, for example: Nghị định số 15/2020/NĐ-CP. Bound by itself when it arrives."),
    )
    source_provisions = models.CharField(
        _("provisions of this document"), max_length=255, blank=True, help_text=_("Where it says so: Điều 1.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        indexes = [models.Index(fields=["target", "kind"], name="legal_relation_target")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.target or self.target_text}"

    def clean(self):
        super().clean()
        if not self.target_id and not self.target_text.strip():
            raise ValidationError({"target": _("Choose the other document, or write its number below.")})
        if self.target_id and self.target_id == self.source_id:
            raise ValidationError({"target": _("A document has no relation to itself.")})


def acted_upon(document_id: int | None) -> list[int]:
    """Returns the documents of the library that are targets of this one's stored relations."""
    rows = LegalRelation.objects.filter(source=document_id, target__isnull=False) if document_id else ()
    return [row.target_id for row in rows]


class LegalEvent(OtherDocument):
    """Something that happened to ``document`` and is not recorded by a relation of another document of the library."""

    PARENT, OTHER, WORDS = "document", "by", "by_text"

    document = ParentalKey("legal.LegalDocument", on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what happened"), max_length=20, choices=EventKind.choices)
    by = models.ForeignKey(
        "legal.LegalDocument",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="events_caused",
        verbose_name=_("by the document"),
    )
    by_text = models.CharField(
        _("by a document not yet in the library"),
        max_length=255,
        blank=True,
        help_text=_("As it is cited, for example: Luật số 43/2019/QH14. Bound by itself when it arrives."),
    )
    by_provisions = models.CharField(
        _("provisions of that document"), max_length=255, blank=True, help_text=_("Where it says so: Điều 1.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return f"{self.get_kind_display()} {self.by or self.by_text}".strip()

    def clean(self):
        super().clean()
        if self.by_id and self.by_id == self.document_id:
            raise ValidationError({"by": _("A document does nothing to itself: leave this empty.")})
