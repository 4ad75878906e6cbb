"""What the portal shows of the schools' pages that the office accepted: the accepted revision, while the page is
public."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Page

from cms.core.media import sized_pictures
from cms.core.visibility import filter_public
from cms.district.models import Submission
from cms.home import directory
from cms.legal.section.listings import Card
from cms.tenancy import sites
from cms.tenancy.sites import SiteInfo


def accepted_submissions():
    """Submissions that readers of the portal see: the page live and public, the school open. Newest first."""
    rows = Submission.objects.filter(accepted_revision__isnull=False, school__closed_on=None)
    return rows.filter(page__in=filter_public(Page.objects.all()).values("pk")).order_by("-date", "-pk")


def prefetch_for_cards(rows):
    return (
        rows.select_related("image")
        .prefetch_related(sized_pictures.prefetch_card_renditions())
        .defer("comment", "note")
    )


def submission_url(submission: Submission, language: str = settings.LANGUAGE_CODE) -> str:
    return sites.build_url("district_accepted_item", submission.pk, submission.slug, language=language)


def submission_card(submission: Submission) -> Card:
    """``school``: whose page it is."""
    school = directory.schools_by_id().get(submission.school_id)
    image = submission.image
    return Card(
        title=submission.title, url=submission_url(submission), date=submission.date, summary=submission.summary,
        image=image if image and image.may_be_shown else None, school=school.short_name if school else "",
        school_url=school.url if school else "", commune=school.commune if school else "", extra=submission,
    )  # fmt: skip


def home_page_cards(label: str, info: SiteInfo) -> list[Card]:
    """A source of ``cms.legal.section.registry``: the newest accepted pages on the portal's home page."""
    if label != "home.OfficeHomePage" or not info.is_portal:
        return []
    return [submission_card(row) for row in prefetch_for_cards(accepted_submissions())[:3]]
