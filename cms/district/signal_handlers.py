"""What happens elsewhere and concerns what travels between office and schools."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from cms.core import versions
from cms.core.signals import jobs_in_trouble
from cms.district import jobs_alarm
from cms.district.broadcasts import answers
from cms.district.gather import depth
from cms.district.models import GatherRules, Submission
from cms.district.submissions import source
from cms.tenancy import sites
from cms.tenancy.models import School


def page_went_live(sender, instance, revision=None, **kwargs):
    user = getattr(revision, "user", None)
    answers.copy_published(instance.pk, user)
    source.published(instance, revision, user)
    if instance._meta.label in depth.LABELS:
        depth.refresh([instance.pk])


def page_left(sender, instance, **kwargs):
    if isinstance(instance, Page):
        source.taken_away(instance.pk)


def school_saved(sender, instance, raw=False, **kwargs):
    if not raw and instance.closed_on:
        source.school_closed(instance.pk)


def nomination_saved(sender, instance, **kwargs):
    """The portal shows what the office accepted: its lists rest on the sites of all schools."""
    if site_id := School.objects.filter(pk=instance.school_id).values_list("site_id", flat=True).first():
        versions.bump(versions.site_version(site_id))


def rules_saved(sender, **kwargs):
    if portal := sites.portal():
        versions.bump(versions.site_version(portal.id))


def connect():
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(nomination_saved, sender=Submission, dispatch_uid=f"district.nomination.{name}")
        signal.connect(rules_saved, sender=GatherRules, dispatch_uid=f"district.gather_rules.{name}")
    page_published.connect(page_went_live, dispatch_uid="district.page_published")
    page_unpublished.connect(page_left, dispatch_uid="district.page_unpublished")
    pre_delete.connect(page_left, dispatch_uid="district.page_deleted")
    post_save.connect(school_saved, sender=School, dispatch_uid="district.school_saved")
    jobs_in_trouble.connect(jobs_alarm.tell_office, dispatch_uid="district.tell_office_of_jobs")
