"""Updates group rows from memberships and media from their collection; approval mails stay in the school."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import AbstractPage, Collection, CollectionViewRestriction, PageViewRestriction, Revision, TaskState
from wagtail.signals import task_submitted

from cms.core.forms import content_checks
from cms.core.signals import pictures_sized
from cms.tenancy import grants
from cms.tenancy.access import references
from cms.tenancy.notifications import mail
from cms.tenancy.private import media


def membership_changed(sender, instance, **kwargs):
    if not kwargs.get("raw"):
        grants.sync_users([instance.user_id])


def user_saved(sender, instance, update_fields=None, **kwargs):
    """A suspended person keeps the memberships but loses the groups. Signing in saves only ``last_login``."""
    if not kwargs.get("raw") and (update_fields is None or "is_active" in update_fields):
        grants.sync_users([instance.pk])
        if not instance.is_active:
            instance.end_sessions()  # and mailed links: none becomes valid again when the account is reopened


def groups_changed(sender, instance, action, reverse=False, pk_set=None, **kwargs):
    """Somebody changed groups by hand (Wagtail's bulk action, the group's own set): restores those of the roles."""
    if action.startswith("post_"):
        grants.sync_users(([*pk_set] if pk_set is not None else None) if reverse else [instance.pk])


def refuse_group_privacy(sender, instance, raw=False, **kwargs):
    """All schools share the role groups: a page "for a group" would be open to the other schools' people."""
    if not raw and instance.restriction_type == instance.GROUPS:
        raise PermissionDenied(_("Privacy by groups is not used here."))


def check_references_before_save(sender, instance, raw=False, update_fields=None, **kwargs):
    """Runs before content is saved: a page, a draft of one, settings, a redirect."""
    if raw:
        return
    if not isinstance(instance, Revision):
        references.check_references(instance)
    elif update_fields is None or "content" in update_fields:
        references.check_revision(instance)


def _content_models():
    pages = [model for model in apps.get_models() if issubclass(model, AbstractPage | BaseSiteSetting)]
    return [*pages, Redirect, Revision]


def connect_signals():
    from django.contrib.auth import get_user_model

    from cms.tenancy.models import Membership

    post_save.connect(membership_changed, sender=Membership, dispatch_uid="tenancy.membership_saved")
    post_delete.connect(membership_changed, sender=Membership, dispatch_uid="tenancy.membership_deleted")
    post_save.connect(user_saved, sender=get_user_model(), dispatch_uid="tenancy.user_saved")
    m2m_changed.connect(
        groups_changed, sender=get_user_model().groups.through, dispatch_uid="tenancy.user_groups_changed"
    )
    for model in (PageViewRestriction, CollectionViewRestriction):
        pre_save.connect(refuse_group_privacy, sender=model, dispatch_uid=f"tenancy.privacy.{model.__name__}")
    for model in media.media_models():
        pre_save.connect(media.set_media_school, sender=model, dispatch_uid=f"tenancy.school_of_{model.__name__}")
    for model in _content_models():
        pre_save.connect(
            check_references_before_save, sender=model, dispatch_uid=f"tenancy.references_of_{model._meta.label}"
        )
    content_checks.append((references.find_targets, references.find_reference_problems))
    image = media.media_models()[0]
    post_save.connect(media.image_saved, sender=image, dispatch_uid="tenancy.image_saved")
    pictures_sized.connect(media.pictures_sized, dispatch_uid="tenancy.pictures_sized")
    post_save.connect(media.rendition_made, sender=image.get_rendition_model(), dispatch_uid="tenancy.rendition_made")
    for signal in (post_save, post_delete):
        signal.connect(
            media.privacy_changed, sender=CollectionViewRestriction, dispatch_uid="tenancy.collection_privacy"
        )
    post_save.connect(media.collection_saved, sender=Collection, dispatch_uid="tenancy.collection_saved")
    task_submitted.connect(mail.notify_submission, sender=TaskState, dispatch_uid="tenancy.task_submitted")
