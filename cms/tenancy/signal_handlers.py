"""Group rows follow the memberships; media follow their collection; mail about approvals stays in the school."""

from django.core.exceptions import PermissionDenied
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, TaskState
from wagtail.signals import task_submitted

from cms.tenancy import grants, mail, media


def membership_changed(sender, instance, **kwargs):
    if not kwargs.get("raw"):
        grants.sync_users([instance.user_id])


def user_saved(sender, instance, update_fields=None, **kwargs):
    """A suspended person keeps the memberships but loses the groups. Signing in saves ``last_login`` alone."""
    if not kwargs.get("raw") and (update_fields is None or "is_active" in update_fields):
        grants.sync_users([instance.pk])


def groups_changed(sender, instance, action, reverse=False, pk_set=None, **kwargs):
    """Somebody put people into groups by hand (Wagtail's bulk action, the group's own set): the roles decide."""
    if action.startswith("post_"):
        grants.sync_users(([*pk_set] if pk_set is not None else None) if reverse else [instance.pk])


def refuse_group_privacy(sender, instance, raw=False, **kwargs):
    """All schools share the role groups: a page "for a group" would be open to the other schools' people."""
    if not raw and instance.restriction_type == instance.GROUPS:
        raise PermissionDenied(_("Privacy by groups is not used here."))


def connect():
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
        pre_save.connect(media.set_school, sender=model, dispatch_uid=f"tenancy.school_of_{model.__name__}")
    post_save.connect(media.collection_saved, sender=Collection, dispatch_uid="tenancy.collection_saved")
    task_submitted.connect(mail.notify_submission, sender=TaskState, dispatch_uid="tenancy.task_submitted")
