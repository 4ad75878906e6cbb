import pytest
from django.urls import reverse

from cms.core import jobs
from cms.core.models import JobState
from cms.tenancy.roles import Role
from tests.factories import client_of, make_office, make_user

pytestmark = pytest.mark.django_db


def test_the_office_sees_every_job_and_starts_one():
    make_office()
    client = client_of(make_user(Role.OFFICE_ADMIN))
    html = client.get(reverse("district_jobs")).content.decode()
    for job in jobs.all_jobs():
        assert job.name in html
    assert html.count('name="csrfmiddlewaretoken"') >= len(jobs.all_jobs())  # a button of each row
    assert client.post(reverse("district_job_run", args=["search_replay"])).status_code == 302
    assert JobState.objects.get(name="search_replay").result_id
    assert client.post(reverse("district_job_run", args=["no-such-job"])).status_code == 404


def test_schools_do_not_see_it_and_the_observer_starts_nothing(a):
    make_office()
    for role in (Role.SCHOOL_ADMIN, Role.SCHOOL_EDITOR):
        client = client_of(make_user(role, a))
        assert client.get(reverse("district_jobs")).status_code == 404
        assert client.post(reverse("district_job_run", args=["search_replay"])).status_code == 404
    observer = client_of(make_user(Role.OFFICE_OBSERVER))
    assert observer.get(reverse("district_jobs")).status_code == 200
    assert observer.post(reverse("district_job_run", args=["search_replay"])).status_code == 403
    assert not JobState.objects.exists()
