"""A site's settings and the office's links belong to the frame, which is built once per version."""

from django.db.models.signals import post_delete, post_save

from cms.core import versions
from cms.core.models import SchoolImage
from cms.core.signal_handlers import structure_changed
from cms.home.models import PortalLink, SchoolSettings


def on_settings_changed(sender, instance, **kwargs):
    versions.bump_versions(versions.site_version(instance.site_id))


def on_crest_changed(sender, instance, created=False, **kwargs):
    """Whether it may be shown is part of the frame."""
    if not created:
        for site_id in SchoolSettings.objects.filter(crest=instance).values_list("site_id", flat=True):
            versions.bump_versions(versions.site_version(site_id))


def connect_signals():
    post_save.connect(on_crest_changed, sender=SchoolImage, dispatch_uid="home.versions.crest")
    for signal, name in ((post_save, "save"), (post_delete, "delete")):
        signal.connect(on_settings_changed, sender=SchoolSettings, dispatch_uid=f"home.versions.settings.{name}")
        signal.connect(structure_changed, sender=PortalLink, dispatch_uid=f"home.versions.links.{name}")
