"""The database index, which is always maintained, whichever engine answers.

It is the embedded engine, the fallback of the others, and the source of the displayed hits. The full text is in objects
beside these tables, which ``search.backends`` creates after migration (an FTS5 table with triggers on SQLite, a GIN
index on PostgreSQL).
"""

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import RevisionMixin

from cms.core.fields import StreamField
from search.blocks import PromotionBlock
from search.query_planning import synonyms


class IndexEntry(models.Model):
    """One ``search.index.contract.Entry``; ``|`` joins multiple values. ``tokens``: its analysed text; ``packed``: the
    same as counts (``search.backends.posting_encoding``). A row never changes, except for new columns: a changed entry
    gets a new row."""

    ref = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=40, db_index=True)
    digest = models.CharField(max_length=32)
    kind = models.CharField(max_length=12, db_index=True)
    title = models.TextField()
    heading = models.TextField()
    context = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    number = models.CharField(max_length=120, blank=True)
    path = models.TextField()
    parent_ref = models.CharField(max_length=40, blank=True)
    parent_title = models.TextField(blank=True)
    site_id = models.BigIntegerField(null=True, db_index=True)
    school_id = models.BigIntegerField(null=True)
    school = models.CharField(max_length=40, blank=True)
    school_name = models.CharField(max_length=255, blank=True)
    school_level = models.CharField(max_length=4, blank=True)
    commune = models.CharField(max_length=100, blank=True)
    authority_id = models.BigIntegerField(null=True)
    locales = models.CharField(max_length=40)  # " vi en "
    language = models.CharField(max_length=8, default="vi")
    date = models.DateField(null=True)
    doc_type = models.CharField(max_length=100, blank=True)
    issuer = models.TextField(blank=True)
    level = models.CharField(max_length=10, blank=True)
    law_field = models.TextField(blank=True)
    audience = models.CharField(max_length=60, blank=True)
    group_id = models.BigIntegerField(default=0)
    story = models.CharField(max_length=32, blank=True)
    tokens = models.TextField()
    packed = models.BinaryField(default=b"")
    syllables = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index("id", "group_id", "date", name="search_entry_counted")]

    def __str__(self):
        return self.ref


class IndexGroup(models.Model):
    """Facet values that many entries share (``search.backends.groups``): the articles of one document, the news of one
    school and year. The number is derived from the contents, so a row never changes."""

    id = models.BigIntegerField(primary_key=True)
    contents = models.TextField()

    def __str__(self):
        return self.contents


class IndexKey(models.Model):
    """A key for known-item look-up (``search.query_planning.known_item``): a number or title."""

    entry = models.ForeignKey(IndexEntry, on_delete=models.DO_NOTHING, related_name="keys", db_constraint=False)
    key = models.CharField(max_length=220, db_index=True)

    def __str__(self):
        return self.key


class CarriedFile(models.Model):
    """A file attached to a public page or document: a change of the file reindexes their entries."""

    source = models.CharField(max_length=40, db_index=True)
    file_id = models.BigIntegerField(db_index=True)

    def __str__(self):
        return f"{self.source} carries {self.file_id}"


class TermCount(models.Model):
    """Number of entries with a term. SQLite stores only common terms, as of the last ``search_repair``: FTS5 counts the
    others quickly.

    PostgreSQL: also the posting list, as a sum of rows. Every write appends rows instead of changing one, so that
    publishers never wait for each other on the row of a frequent word; deleted entries append rows with a negative
    number. ``search_repair`` and a rebuild merge them. ``rows``: row ids of four bytes each; ``weights``: one byte
    each (``search.backends.postgresql``).
    """

    term = models.CharField(max_length=90, db_index=True)
    entries = models.IntegerField()
    rows = models.BinaryField(default=b"")
    weights = models.BinaryField(default=b"")

    def __str__(self):
        return f"{self.term}: {self.entries:+d}"


class PendingUpdate(models.Model):
    """Outbox row: a source to reindex.

    The transaction that changes the source writes it; it is deleted when every engine has the change. After a crash or
    while an engine is unavailable, ``search_repair`` and the next successful update replay the remaining rows.
    """

    source = models.CharField(max_length=40, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.source


class Rebuild(models.Model):
    """One row: the running rebuild or repair (``search.index.rebuilding``); ``where`` is empty if none is running."""

    where = models.CharField(max_length=120, blank=True)  # host and process id
    begun_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now_add=True)
    done = models.PositiveIntegerField(default=0)

    def __str__(self):
        return self.where


class UnansweredQuery(models.Model):
    """A query without results, counted per site and day (``search.results_page.unanswered``). ``partly``: there were
    results, but none with all of its words."""

    query = models.CharField(max_length=100)
    partly = models.BooleanField(default=False)
    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    day = models.DateField(db_index=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "site", "day"], name="search_unanswered_once")]

    def __str__(self):
        return self.query


class SearchWord(RevisionMixin, models.Model):
    """A synonym row of the office: a new one, or an override of the shipped row with the same words
    (``search.query_planning.synonyms``). Not ``active``: these words have no synonyms. Deleting the row restores the
    shipped one."""

    class Kind(models.TextChoices):
        ABBREVIATION = synonyms.ABBREVIATION, _("Abbreviation")
        CHAT = synonyms.CHAT, _("Spelling of chats, misspelling")
        GRADE = synonyms.GRADE, _("Grades and levels")
        LAW = synonyms.LAW, _("Everyday word for a word of the law")
        REGIONAL = synonyms.REGIONAL, _("Regional word or spelling")
        SYNONYM = synonyms.SYNONYM, _("Synonym, both ways")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    typed = models.CharField(
        _("what people type"), max_length=60, help_text=_("With its marks, as one would write it: “đuổi học”.")
    )
    key = models.CharField(max_length=80, unique=True, editable=False)
    meant = models.CharField(
        _("what it means"), max_length=300,
        help_text=_("Words that stand in texts; several with | between them, the likelier first."),
    )  # fmt: skip
    note = models.CharField(_("why"), max_length=200, help_text=_("So that whoever comes after knows."))
    active = models.BooleanField(
        _("in use"), default=True, help_text=_("Switched off, these words are sought as they are typed and no more.")
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="search_word")

    class Meta:
        verbose_name = _("word of search")
        verbose_name_plural = _("words of search")
        ordering = ["typed"]

    def __str__(self):
        return f"{self.typed} → {self.meant}"

    @property
    def revisions(self):
        return self._revisions

    @property
    def as_word(self) -> synonyms.Synonym:
        return synonyms.Synonym(self.kind, self.typed, synonyms.split_meanings(self.meant), self.note)

    def clean(self):
        super().clean()
        self.typed = synonyms.clean_phrase(self.kind, self.typed)
        self.meant = " | ".join(synonyms.split_meanings(self.meant)[: synonyms.MAX_MEANINGS])
        self.key = synonyms.synonym_key(self.typed)
        problems = find_synonym_problems(self)
        if problems:
            raise ValidationError(problems)

    def save(self, *args, **kwargs):
        self.key = synonyms.synonym_key(self.typed)
        super().save(*args, **kwargs)


def find_synonym_problems(row: SearchWord) -> dict[str, Any]:
    """Returns field → its validation error."""
    if synonyms.is_index_abbreviation(row.typed):
        return {"typed": _("This abbreviation is written out in all texts already; it gets no other meaning here.")}
    forms = synonyms.syllables(row.typed)
    if not forms or len(forms) > synonyms.MAX_PHRASE_LENGTH:
        return {"typed": _("One to ten words.")}
    if row.key in map(synonyms.synonym_key, synonyms.split_meanings(row.meant)):
        return {"meant": _("What it means must differ from what is typed.")}
    if not any(map(synonyms.syllables, synonyms.split_meanings(row.meant))):
        return {"meant": _("Say in words what it means.")}
    same = SearchWord.objects.filter(key=row.key).exclude(pk=row.pk).first()
    if same:
        return {"typed": _("There is a row for these words already: %(row)s") % {"row": same}}
    return {}


@register_setting(icon="search")
class SearchSettings(BaseSiteSetting):
    """Promoted results of a site for certain queries (``search.results_page.promoted``)."""

    promoted = StreamField([("promotion", PromotionBlock())], blank=True, verbose_name=_("promoted results"))

    panels = [FieldPanel("promoted")]

    class Meta:
        verbose_name = _("promoted search results")

    @classmethod
    def for_site(cls, site):
        """Returns the settings of a site. Reading creates no row, because read-only users read it too."""
        return cls.objects.filter(site=site).first() or cls(site=site)
