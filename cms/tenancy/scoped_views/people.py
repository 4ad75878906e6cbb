"""People and tags that a person may see as choices of a filter."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from taggit.models import Tag
from wagtail.models import Site
from wagtail.permissions import policy_registry

from cms.tenancy import rights
from cms.tenancy.access.subjects import subject_of
from cms.tenancy.models import Membership


def sees_all_people(user) -> bool:
    visitor = subject_of(user)
    return visitor.everywhere or visitor.reads_all


def colleagues(user):
    """Returns people with a role in one of the person's schools (in the office, for its people), and the person."""
    users = get_user_model()._default_manager.all()
    if sees_all_people(user):
        return users
    places = {place.school_id for place in rights.places_in_view(user)}
    rows = Membership.objects.filter(school__in=[pk for pk in places if pk])
    if None in places:
        rows |= Membership.objects.filter(school=None)
    return users.filter(pk__in=rows.values("user")) | users.filter(pk=user.pk)


def own_sites(user):
    if sees_all_people(user):
        return Site.objects.all()
    return Site.objects.filter(pk__in={place.site_id for place in rights.places_in_view(user)})


def own_tags(user, *models):
    """Returns tags on images or files that the person may choose, the most used first (``item_count``)."""
    found = Tag.objects.none()
    for model in models:
        chosen = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["choose", "change"])
        tags = Tag.objects.filter(
            taggit_taggeditem_items__content_type=ContentType.objects.get_for_model(model),
            taggit_taggeditem_items__object_id__in=chosen.order_by().values("pk"),
        )
        found = Tag.objects.filter(pk__in=tags.values("pk")) | found
    items = Count("taggit_taggeditem_items", distinct=True)
    return found.distinct().annotate(item_count=items).order_by("-item_count", "name")
