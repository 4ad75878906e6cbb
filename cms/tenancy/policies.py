"""Wagtail's permission policies, computed from memberships (``cms.tenancy.rights``) instead of group rows.

``cms.tenancy.registration``, the last app, registers them. Every class has its own cache names: Wagtail's
policies share theirs, so the first one used in a request would set the answer of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_permission_codename, get_user_model
from django.db import models
from django.db.models import Q
from wagtail.models import Collection, Page, Site
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.collections import CollectionManagementPermissionPolicy, CollectionPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permission_policies.sites import SitePermissionPolicy

from cms.tenancy import rights, scope
from cms.tenancy.roles import TABLE

EXPLORE_ACTIONS = frozenset({"add", "change", "publish", "bulk_delete", "lock", "unlock"})


@dataclass(frozen=True)
class PageRight:
    """Replaces one of Wagtail's ``GroupPagePermission`` rows."""

    page: Page
    codename: str

    @property
    def page_id(self) -> int:
        return self.page.pk

    @property
    def permission(self) -> PageRight:
        return self


@dataclass(frozen=True)
class CollectionRight:
    """Replaces one of Wagtail's ``GroupCollectionPermission`` rows."""

    collection: Collection
    codename: str

    @property
    def collection_id(self) -> int:
        return self.collection.pk

    @property
    def permission(self) -> CollectionRight:
        return self


def _users_with(condition: Q):
    return get_user_model()._default_manager.filter(condition)


class MembershipPagePolicy(PagePermissionPolicy):
    """No role may add without changing, so Wagtail's rule that authors may edit their own additions adds nothing."""

    permission_cache_name = "_membership_page_rights"
    _explorable_root_instance_cache_name = "_explorable_root_of_memberships"

    def get_all_permissions_for_user(self, user):
        return [
            PageRight(page, self._get_permission_codename(action))
            for page, actions in rights.page_roots(user)
            for action in sorted(actions)
        ]

    def _roots(self, user, actions):
        codenames = self._get_permission_codenames(actions)
        pages = {row.page for row in self.get_cached_permissions_for_user(user) if row.codename in codenames}
        return rights.pages_in_view(user, pages)

    def instances_user_has_any_permission_for(self, user, actions):
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(rights.descendants_condition(self._roots(user, actions)))

    def instances_with_direct_explore_permission(self, user):
        if user.is_superuser:
            return super().instances_with_direct_explore_permission(user)
        return sorted(self._roots(user, EXPLORE_ACTIONS), key=lambda page: page.path)

    def explorable_instances(self, user):
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        roots = self._roots(user, EXPLORE_ACTIONS)
        condition = rights.descendants_condition(roots)
        if len(roots) > 1:
            condition |= Q(depth=1)  # common ancestor of the trees of several schools or languages
        return self.model._default_manager.filter(condition)

    def users_with_any_permission(self, actions, include_superusers=True):
        roles = rights.roles_with("page", actions)
        return _users_with(rights.find_people(roles, anywhere=True, superusers=include_superusers))

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        roles = rights.roles_with("page", actions)
        return _users_with(rights.find_people(roles, scope.owner_id(instance), superusers=include_superusers))


class _CollectionRights:
    """Reads from memberships what ``CollectionPermissionLookupMixin`` reads from group rows."""

    kind = ""  # attribute of ``roles.Rights``
    auth_model: type[models.Model]
    _get_user_permission_objects_for_actions: Callable

    def get_all_permissions_for_user(self, user):
        return [
            CollectionRight(collection, get_permission_codename(action, self.auth_model._meta))
            for collection, actions in rights.collection_roots(user, self.kind)
            for action in sorted(actions)
        ]

    def _collections_with_perm(self, user, actions):
        rows = self._get_user_permission_objects_for_actions(user, actions)
        roots = rights.collections_in_view(user, {row.collection for row in rows}, actions)
        return Collection.objects.filter(rights.descendants_condition(roots))

    def _users_with_perm_filter(self, actions, collection=None):
        roles = rights.roles_with(self.kind, actions)
        if collection is None:
            return rights.find_people(roles, anywhere=True)
        return rights.find_people(roles, scope.owner_id(collection))

    def _users_with_perm(self, actions, collection=None):
        return _users_with(self._users_with_perm_filter(actions, collection))


class MediaPolicy(_CollectionRights, CollectionPermissionPolicy):
    """Images and documents. A person who may change media may also delete what they uploaded themselves."""

    kind = "media"
    owner_field = "uploaded_by_user"

    @property
    def permission_cache_name(self):
        return f"_membership_media_rights_{self.auth_model._meta.model_name}"

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, self._with_own(actions))

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if instance.uploaded_by_user_id == user.pk:
            actions = self._with_own(actions)
        return super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_user_has_any_permission_for(self, user, actions):
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return super().instances_user_has_any_permission_for(user, actions)
        found = Q(collection__in=self._collections_with_perm(user, actions))
        if "delete" in actions and "change" not in actions:
            found |= Q(collection__in=self._collections_with_perm(user, ["change"]), **{self.owner_field: user})
        return self.model._default_manager.filter(found)

    @staticmethod
    def _with_own(actions):
        return {*actions, "change"} if "delete" in actions else set(actions)


class CollectionsPolicy(_CollectionRights, CollectionManagementPermissionPolicy):
    """Collections themselves: people may create and rename sub-collections; the school's own collection stays."""

    kind = "collections"
    permission_cache_name = "_membership_collection_rights"

    def _descendants_with_perm(self, user, action):
        rows = self._get_user_permission_objects_for_actions(user, [action])
        roots = rights.collections_in_view(user, {row.collection for row in rows}, [action])
        fixed = [collection.pk for collection in roots]
        return Collection.objects.filter(rights.descendants_condition(roots)).exclude(pk__in=fixed).exclude(_IS_A_PLACE)

    def instances_user_has_permission_for(self, user, action):
        found = super().instances_user_has_permission_for(user, action)
        return found if action == "add" or user.is_superuser else found.exclude(_IS_A_PLACE)

    def instances_user_has_any_permission_for(self, user, actions):
        """The list calls it and links each result to its form; the own collection of a school or the portal has
        none."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if user.is_superuser else found.exclude(_IS_A_PLACE)


#: Collections of schools and of the portal: provisioning creates them and nothing else changes them.
_IS_A_PLACE = Q(school__isnull=False) | Q(office_portal__isnull=False)


class SettingsPolicy(SitePermissionPolicy):
    """Site settings: of the own school, or of all sites for office roles that reach every school."""

    def __init__(self, model, **kwargs):
        super().__init__(model, **kwargs)
        self.permission_cache_name = f"_membership_settings_{model._meta.model_name}"

    def get_all_permissions_for_user(self, user):
        return [place for place in rights.places_of(user) if rights.displayed_rights(user, place).settings]

    def _user_has_global_permission(self, user, actions):
        return any(place.everywhere for place in self._places(user, actions))

    def _places(self, user, actions):
        return self.get_cached_permissions_for_user(user) if {"change", "add", "view"} & set(actions) else []

    def user_has_any_permission(self, user, actions):
        return user.is_active and (user.is_superuser or bool(self._places(user, actions)))

    def user_has_any_permission_for_instance(self, user, actions, instance):
        if not user.is_active or user.is_superuser or self._user_has_global_permission(user, actions):
            return user.is_active
        site_id = instance.pk if isinstance(instance, Site) else getattr(instance, self.site_fk_field_name)
        return any(place.site_id == site_id for place in self._places(user, actions))

    def sites_user_has_any_permission_for(self, user, actions):
        if not user.is_active:
            return Site.objects.none()
        if user.is_superuser or self._user_has_global_permission(user, actions):
            return Site.objects.all()
        places = [place for place in self._places(user, actions) if place in rights.places_in_view(user)]
        return Site.objects.filter(pk__in=[place.site_id for place in places])

    def users_with_any_permission(self, actions):
        return _users_with(rights.find_people(self._roles(), anywhere=True))

    def users_with_any_permission_for_instance(self, actions, instance):
        site = instance if isinstance(instance, Site) else getattr(instance, self.site_field_name)
        return _users_with(rights.find_people(self._roles(), scope.owner_id(site)))

    @staticmethod
    def _roles():
        return {role for role, granted in TABLE.items() if granted.settings}


class SiteModelPolicy(ModelPermissionPolicy):
    """Rows that belong to a school by their site (redirects): each right is checked for the school of the row. Only
    people who hold the right everywhere may use rows for all sites."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(user.has_perm(self._get_permission_name(action), instance) for action in actions)

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])

    def instances_user_has_any_permission_for(self, user, actions):
        sites = self.sites(user, actions)
        rows = self.model._default_manager.all()
        return rows if sites is None else rows.filter(site__in=sites)

    def sites(self, user, actions):
        """Returns sites, of the places in view, where the person may do one of the actions; ``None``: all rows."""
        if user.is_active and user.is_superuser:
            return None
        names = {self._get_permission_name(action) for action in actions}
        places = [
            place for place in rights.places_in_view(user) if names & rights.displayed_rights(user, place).permissions
        ]
        if any(place.everywhere for place in places):
            return None
        return Site.objects.filter(pk__in={place.site_id for place in places})

    def users_with_any_permission_for_instance(self, actions, instance):
        names = {self._get_permission_name(action) for action in actions}
        roles = {role for role, granted in TABLE.items() if names & granted.permissions}
        return _users_with(rights.find_people(roles, scope.owner_id(instance)))
