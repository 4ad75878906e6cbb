"""Document types, issuing bodies and fields of law: editable rows with dates."""

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.core.text import fold_diacritics, slugify_vi
from cms.tenancy.models import School
from cms.tenancy.models.authorities import DatedModel


class EnglishName(models.Model):
    """The Vietnamese name is the official one; English pages show the English name where there is one."""

    name: str  # a field of each subclass
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)

    class Meta:
        abstract = True

    @property
    def is_translated(self) -> bool:
        return self.label != self.name

    @property
    def label(self) -> str:
        return name_in_language(self.name, self.name_en)


def name_in_language(name: str, name_en: str) -> str:
    """Returns the name in the active language, of a row's two names."""
    return name_en if name_en and translation.get_language() not in (None, settings.LANGUAGE_CODE) else name


class DocumentType(EnglishName, DatedModel):
    """A kind of document (luật, nghị định, thông tư, kế hoạch…)."""

    class Nature(models.TextChoices):
        NORMATIVE = "normative", _("normative")
        ADMINISTRATIVE = "administrative", _("administrative")
        PARTY = "party", _("of the Party")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=100, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True, db_index=True)
    nature = models.CharField(_("nature"), max_length=14, choices=Nature.choices, default=Nature.NORMATIVE)
    rank = models.PositiveSmallIntegerField(
        _("legal rank"), default=100, help_text=_("Lower is stronger: Constitution 1.")
    )

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ["rank", "name"]

    def __str__(self):
        return self.name


class IssuingBody(EnglishName, DatedModel):
    """A body that issues documents. Bodies are renamed and merged: each name is a row with dates and successors."""

    class Level(models.TextChoices):
        CENTRAL = "central", _("Central")
        PROVINCE = "province", _("Province or city")
        LOCAL = "local", _("District or commune")
        SCHOOL = "school", _("School")

    name = models.CharField(_("name"), max_length=255)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True, db_index=True)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices, default=Level.CENTRAL)
    territory = models.CharField(_("territory"), max_length=100, blank=True)
    education = models.BooleanField(_("education sector"), default=False)
    school = models.ForeignKey(
        School,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="issuing_bodies",
        verbose_name=_("school of this system"),
        help_text=_(
            "Its documents stand on this school's site and with the office, not on the sites of other schools."
        ),
    )
    aliases = models.TextField(
        _("other spellings"), blank=True, help_text=_("One per line: how this body is also written, in full or short.")
    )
    folded = models.TextField(editable=False, default="", blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name=_("successors")
    )

    class Meta:
        verbose_name = _("issuing body")
        verbose_name_plural = _("issuing bodies")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.folded = self.folded_spellings()
        super().save(*args, **kwargs)

    @property
    def spellings(self) -> list[str]:
        """Returns the name, the abbreviation and every other spelling."""
        return [text for text in (self.name, self.abbreviation, *self.aliases.splitlines()) if text.strip()]

    def folded_spellings(self) -> str:
        return fold_diacritics("\n".join(self.spellings))


class LegalField(EnglishName):
    """A field of law (lĩnh vực)."""

    name = models.CharField(_("name"), max_length=160, unique=True)
    slug = models.SlugField(
        _("slug"), max_length=160, unique=True, blank=True, help_text=_("Empty: made from the name.")
    )

    def save(self, *args, **kwargs):
        self.slug = self.slug or slugify_vi(self.name, 160)
        super().save(*args, **kwargs)

    class Meta:
        verbose_name = _("field of law")
        verbose_name_plural = _("fields of law")
        ordering = ["name"]

    def __str__(self):
        return self.name
