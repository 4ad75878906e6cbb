"""Looks up the object that a claim names and its owner: ``cms.tenancy.scope`` for content, the person for upload
drafts."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth import get_user_model
from wagtail.models import AbstractPage, CollectionMember, Page, Task, UploadedFile, Workflow

from cms.core.instance_hooks import allow_all_rows
from cms.core.visibility import filter_public
from cms.tenancy import scope
from cms.tenancy.access.decision import parse_number
from cms.tenancy.access.rule_types import LIBRARY_WORK, REFUSED, Claim, Ownership
from cms.tenancy.models import Membership

NO_OWNER = Ownership(scope.UNKNOWN)
_MAX_ID = 2**63 - 1


def find_object(claim: Claim):
    """Returns the object that ``claim`` names, or ``None``."""
    key = parse_number(claim.value)
    if claim.ref in (LIBRARY_WORK, REFUSED) or key is None or abs(key) > _MAX_ID:
        return None
    try:
        model = apps.get_model(claim.ref.model)
    except LookupError:
        return None
    return model._base_manager.filter(pk=key).first()


@allow_all_rows("whose the things are that a request names")
def find_ownership(claim: Claim, user) -> Ownership:
    obj = find_object(claim)
    if obj is None:
        return NO_OWNER
    if isinstance(obj, get_user_model()):
        return Ownership(scope.UNKNOWN, own=obj.pk == user.pk or _are_colleagues(obj, user))
    if (person := _account_of(obj)) is not None:
        return Ownership(scope.UNKNOWN, own=person == user.pk)
    owner = scope.owner_id(obj)
    return Ownership(owner, shared=owner is None and is_shared(obj), root=isinstance(obj, Page) and obj.depth == 1)


def is_shared(obj) -> bool:
    """Returns whether the office shares the object: public pages, media of its collection, its workflow."""
    if isinstance(obj, AbstractPage):
        return filter_public(Page.objects.filter(pk=obj.pk)).exists()
    return isinstance(obj, CollectionMember | Workflow | Task)


def _account_of(obj) -> int | None:
    if isinstance(obj, UploadedFile):
        return obj.uploaded_by_user_id or 0
    if obj._meta.label_lower == "wagtailadmin.editingsession":
        return obj.user_id
    return None


def _are_colleagues(one, other) -> bool:
    schools = Membership.objects.active().filter(user=other, school__isnull=False).values("school")
    return Membership.objects.filter(user=one, school__in=schools).exists()
