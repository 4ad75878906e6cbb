"""What the portal gathers from the schools, and which of it counts as in-depth."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class GatherRules(models.Model):
    """The office's rules (one row): what the portal gathers, and when an item counts as in-depth."""

    everything = models.BooleanField(
        _("gather everything that schools publish"), default=True,
        help_text=_("Off: only pages that the office has accepted."),
    )  # fmt: skip
    min_words = models.PositiveIntegerField(_("words at least"), default=600, validators=[MinValueValidator(1)])
    min_citations = models.PositiveSmallIntegerField(_("cited documents at least"), default=1)
    needs_author = models.BooleanField(_("the author is named"), default=True)

    class Meta:
        verbose_name = _("rules of gathering")
        verbose_name_plural = _("rules of gathering")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_row_of_gather_rules")]

    def __str__(self):
        return str(self._meta.verbose_name)

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "GatherRules":
        return cls.objects.filter(pk=1).first() or cls()

    def fit(self, words: int, citations: int, author: bool) -> bool:
        return words >= self.min_words and citations >= self.min_citations and (author or not self.needs_author)


class Depth(models.Model):
    """How deep a school's page goes: by the rule, and by the office's word where it has given one."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="depth_of_text")
    school = models.ForeignKey("tenancy.School", on_delete=models.CASCADE, related_name="+")
    words = models.PositiveIntegerField(default=0)
    citations = models.PositiveSmallIntegerField(default=0)  # different documents
    has_author = models.BooleanField(default=False)
    by_rule = models.BooleanField(default=False)
    by_office = models.BooleanField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    in_depth = models.BooleanField(default=False)  # the office's word, else the rule's

    class Meta:
        indexes = [models.Index(fields=["school"], condition=models.Q(in_depth=True), name="in_depth_of_school")]

    def __str__(self):
        return f"{self.page_id}: {self.in_depth}"
