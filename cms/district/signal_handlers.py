"""What happens elsewhere and concerns what travels between office and schools."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core import versions
from cms.core.signals import jobs_in_trouble
from cms.district import job_alerts
from cms.district.aggregation import depth_measurement
from cms.district.broadcasts import responses
from cms.district.models import GatherRules, Submission
from cms.district.submissions import page_events
from cms.tenancy import sites
from cms.tenancy.models import School


def on_page_published(sender, instance, revision=None, **kwargs):
    user = getattr(revision, "user", None)
    responses.on_copy_published(instance.pk, user)
    page_events.on_page_published(instance, revision, user)
    if instance._meta.label in depth_measurement.MEASURED_TYPES:
        depth_measurement.refresh_depth([instance.pk])


def on_page_removed(sender, instance, **kwargs):
    if isinstance(instance, Page):
        page_events.on_page_removed(instance.pk)


def on_school_saved(sender, instance, raw=False, **kwargs):
    if not raw and instance.closed_on:
        page_events.on_school_closed(instance.pk)


def on_submission_saved(sender, instance, **kwargs):
    """The portal shows what the office accepted: its lists rest on the sites of all schools."""
    if site_id := School.objects.filter(pk=instance.school_id).values_list("site_id", flat=True).first():
        versions.bump_versions(versions.site_version(site_id))


def on_rules_saved(sender, **kwargs):
    if portal := sites.portal_site():
        versions.bump_versions(versions.site_version(portal.id))


def connect():
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(on_submission_saved, sender=Submission, dispatch_uid=f"district.nomination.{name}")
        signal.connect(on_rules_saved, sender=GatherRules, dispatch_uid=f"district.gather_rules.{name}")
    page_published.connect(on_page_published, dispatch_uid="district.page_published")
    page_unpublished.connect(on_page_removed, dispatch_uid="district.page_unpublished")
    pre_delete.connect(on_page_removed, dispatch_uid="district.page_deleted")
    post_save.connect(on_school_saved, sender=School, dispatch_uid="district.school_saved")
    jobs_in_trouble.connect(job_alerts.notify_office_of_problems, dispatch_uid="district.tell_office_of_jobs")
