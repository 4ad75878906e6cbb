"""Schools, authorities and the portal are part of the structure that is read once per version."""

from django.db.models.signals import post_delete, post_save

from cms.core.signal_handlers import structure_changed
from cms.tenancy.models import AuthorityChange, GoverningAuthority, OfficePortal, School, SchoolAuthority


def connect():
    for model in (AuthorityChange, GoverningAuthority, OfficePortal, School, SchoolAuthority):
        for signal, name in ((post_save, "save"), (post_delete, "delete")):
            signal.connect(structure_changed, sender=model, dispatch_uid=f"tenancy.versions.{model.__name__}.{name}")
