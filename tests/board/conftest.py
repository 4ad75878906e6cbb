import datetime

import pytest
from django.utils import timezone

from cms.board.measuring.measure import list_measured_schools
from cms.legal.models import LegalNewsPage
from cms.tenancy.models import School
from tests.factories.pages import make_page


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def published():
    """``published(school, days_ago=3)``: an item of the section, first published then."""

    def publish(school, days_ago=0, model=LegalNewsPage, **fields):
        page = make_page(model, school, **fields)
        page.first_published_at = timezone.now() - datetime.timedelta(days=days_ago)
        page.save(update_fields=["first_published_at"])
        return page

    return publish


@pytest.fixture
def measured():
    """The school as indicators see it."""
    return lambda school: list_measured_schools(School.objects.filter(pk=school.pk))[0]
