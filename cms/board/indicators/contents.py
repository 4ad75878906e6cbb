"""Standard contents of a school's site: contact, the year's public disclosure, descriptions of pictures."""

from __future__ import annotations

import datetime

from django.contrib.admin.utils import label_for_field
from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast, Length
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from cms.board.indicators.base import Evidence, Indicator, MeasuringScope, register_indicator
from cms.board.measuring import periods
from cms.board.measuring.traffic_lights import BetterDirection, Goal
from cms.core.models import SchoolImage
from cms.core.visibility import filter_public
from cms.home.models import SchoolSettings, StandardPage
from cms.home.provisioning.plan import DISCLOSURE
from cms.tenancy.models import School


@register_indicator
class MissingContacts(Indicator):
    """Of telephone, e-mail, person responsible and postal address, those that are empty."""

    code = "missing_contacts"
    order = 90
    label = gettext_lazy("Missing contact data")
    heading = gettext_lazy("Missing contacts")
    better = BetterDirection.LESS
    goal = Goal(0, 1, 1)
    needs_settings = True
    mended_by = gettext_lazy("The school administrator mends it")
    FIELDS = ("phone", "email", "responsible")

    def _missing(self, school_ids) -> dict[int, list[str]]:
        rows = {row.site_id: row for row in SchoolSettings.objects.filter(site__school__in=school_ids)}
        found = {}
        for school in School.objects.filter(pk__in=school_ids).only("address", "site_id"):
            setting = rows.get(school.site_id) or SchoolSettings()
            found[school.pk] = [name for name in self.FIELDS if not getattr(setting, name)]
            found[school.pk] += [] if school.address else ["address"]
        return found

    def measure(self, scope: MeasuringScope):
        ids = [school.pk for school in scope.schools]
        return {pk: len(names) for pk, names in self._missing(ids).items()}

    def evidence(self, school, day):
        names = self._missing([school.pk])[school.pk]
        labels = [label_for_field(name, School if name == "address" else SchoolSettings) for name in names]
        return [Evidence(str(label).capitalize(), "", self.mend_url(school)) for label in labels]

    def mend_url(self, school):
        return reverse("wagtailsettings:edit", args=["home", "schoolsettings", school.site_id])

    def task(self, value, goal):
        return ngettext(
            "%(count)d entry of the contact data is missing",
            "%(count)d entries of the contact data are missing",
            int(value),
        ) % {"count": value}


@register_indicator
class PublicDisclosure(Indicator):
    """1 when the page of public disclosure, or one below it, was published with a text in this school year."""

    code = "disclosure"
    order = 100
    label = gettext_lazy("Public disclosure of the school year")
    heading = gettext_lazy("Disclosure of the year")
    goal = Goal(1, 1, 1)

    def pages(self, day: datetime.date):
        pages = StandardPage.objects.filter(last_published_at__date__range=(periods.school_year_of(day).first, day))
        inside = Q(url_path__contains=f"/{DISCLOSURE.slug}/")
        filled = Length(Cast("body", TextField()))  # an empty body is "[]" (or nothing)
        return filter_public(pages).filter(inside).annotate(filled=filled).filter(filled__gt=2)

    def measure(self, scope: MeasuringScope):
        counts = scope.count(self.pages(scope.day))
        return {school.pk: float(counts[school.pk] > 0) for school in scope.schools}

    def evidence(self, school, day):
        pages = MeasuringScope(day, (school,)).within(self.pages(day))
        return [Evidence(page.title, "", reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages]

    def mend_url(self, school):
        page = StandardPage.objects.filter(path__startswith=school.path, slug=DISCLOSURE.slug).order_by("path").first()
        return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else reverse("wagtailadmin_home")

    def text(self, value):
        return pgettext("public disclosure", "yes") if value else pgettext("public disclosure", "no")

    def task(self, value, goal):
        return gettext("The public disclosure of this school year is not published")


@register_indicator
class ImagesWithoutDescription(Indicator):
    code = "undescribed_images"
    order = 110
    label = gettext_lazy("Pictures without description")
    heading = gettext_lazy("Undescribed pictures")
    better = BetterDirection.LESS
    goal = Goal(0, 5, 1)

    def images(self, school_ids):
        return SchoolImage.objects.filter(school__in=school_ids, description="")

    def measure(self, scope: MeasuringScope):
        ids = [school.pk for school in scope.schools]
        rows = self.images(ids) if len(ids) <= 8 else SchoolImage.objects.filter(school__isnull=False, description="")
        counts = dict(rows.order_by().values_list("school_id").annotate(number=Count("pk")))
        return {pk: counts.get(pk, 0) for pk in ids}

    def evidence(self, school, day):
        rows = self.images([school.pk]).order_by("-created_at")
        return [Evidence(row.title, "", reverse("wagtailimages:edit", args=[row.pk])) for row in rows]

    def mend_url(self, school):
        return reverse("wagtailimages:index")

    def task(self, value, goal):
        return ngettext(
            "%(count)d picture has no description", "%(count)d pictures have no description", int(value)
        ) % {"count": value}
