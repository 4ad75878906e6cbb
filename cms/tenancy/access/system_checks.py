"""System checks (ids ``tenancy.E…``): every admin URL and every model of ours has a declared scope, every declaration
names something that exists, and every policy for rows of schools checks the row."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core import checks
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from cms.tenancy import roles, scope
from cms.tenancy.access import url_rules
from cms.tenancy.access.rule_types import Access


def admin_patterns() -> Iterator[tuple[str, frozenset[str], URLPattern]]:
    """Yields (full name, arguments, pattern) of every URL below the admin's prefix."""
    prefix = reverse("wagtailadmin_home").lstrip("/")
    for name, arguments, route, pattern in walk_patterns(get_resolver().url_patterns):
        if route.startswith(prefix):
            yield name, arguments, pattern


def walk_patterns(patterns, names=(), arguments=frozenset(), route=""):
    for pattern in patterns:
        own = arguments | set(pattern.pattern.regex.groupindex)
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join((*names, pattern.name or "")), own, here, pattern
        else:
            namespace = (pattern.namespace,) if pattern.namespace else ()
            yield from walk_patterns(pattern.url_patterns, (*names, *namespace), own, here)


def check_url_rules(app_configs=None, **kwargs):
    try:
        found = list(admin_patterns())
    except NoReverseMatch:  # a project without the admin
        return []
    errors = []
    for name, arguments, _pattern in found:
        if name.rpartition(":")[2] == "":
            continue  # unnamed: it cannot be declared, so schools are denied
        rule = url_rules.find_rule(name)
        if rule is None:
            errors.append(_error(f"The admin address {name} has no declared scope.", "Declare whose it is.", "E001"))
        elif rule.access is Access.SCHOOL and (unknown := arguments - rule.arguments):
            missing = ", ".join(sorted(unknown))
            errors.append(_error(f"Arguments of {name} are not declared: {missing}.", "Say what each names.", "E002"))
    return errors


def check_models(app_configs=None, **kwargs):
    from wagtail.snippets.models import get_snippet_models

    ours = {model for model in apps.get_models() if model.__module__.startswith(("cms.", "search."))}
    models = {*ours, *get_snippet_models(), *_models_with_viewsets()}
    return [
        _error(
            f"The model {model._meta.label} has no declared scope.", "Declare it in permissions.py of its app.", "E003"
        )
        for model in sorted(models, key=lambda model: model._meta.label)
        if not scope.is_declared(model)
    ]


#: Wagtail creates it where SQLite is the database.
SQLITE_ONLY_MODELS = {"wagtailsearch.sqliteftsindexentry"}


def check_ownership_declarations(app_configs=None, **kwargs):
    """Reports an ownership declaration for a missing model, or two that contradict each other: the mistake would leave
    a right that nobody has."""
    granted = {label for role in roles.TABLE.values() for label in role.models}
    named = scope.OFFICE_MODELS | scope.WITHOUT_OWNER | scope.SHARED | granted
    there = {model._meta.label_lower for model in apps.get_models()} | SQLITE_ONLY_MODELS
    return [
        *(_error(f"{label} is declared and no model.", "Mend the name.", "E005") for label in sorted(named - there)),
        *(
            _error(f"{label} is declared as the office's and as nobody's.", "Choose one.", "E006")
            for label in sorted(scope.OFFICE_MODELS & scope.WITHOUT_OWNER)
        ),
    ]


#: Schools' rows that only office screens show: every right is checked for the office (``named_owners``).
OFFICE_SCREENS = frozenset({"tenancy.school", "tenancy.membership", "wagtailcore.site"})


def check_policies(app_configs=None, **kwargs):
    """Reports a policy that checks a permission without the row: a right in one school would then work in another."""
    from wagtail.permission_policies.base import BasePermissionPolicy
    from wagtail.permissions import policy_registry

    asks_no_row = BasePermissionPolicy.user_has_any_permission_for_instance
    everywhere = OFFICE_SCREENS | scope.OFFICE_MODELS | scope.WITHOUT_OWNER
    models = {*policy_registry.values_by_class, *policy_registry.values_by_exact_class}
    return [
        _error(f"The policy of {model._meta.label} asks no school.", "See cms.tenancy.policies.", "E004")
        for model in sorted(models, key=lambda model: model._meta.label)
        if model._meta.label_lower not in everywhere
        and type(policy_registry.get_by_type(model)).user_has_any_permission_for_instance is asks_no_row
    ]


def _models_with_viewsets():
    from wagtail.admin.viewsets import viewsets

    found = (getattr(viewset, "model", None) for viewset in viewsets.viewsets)
    return {model for model in found if isinstance(model, type)}


def _error(message: str, what: str, number: str) -> checks.Error:
    where = "cms.tenancy.access.url_rules, or permissions.py of the app. Until then it is closed to schools."
    hint = f"{what} {where}" if number in ("E001", "E002") else what
    return checks.Error(message, hint=hint, id=f"tenancy.{number}")


def register_checks():
    checks.register(check_url_rules, checks.Tags.urls)
    checks.register(check_models, checks.Tags.models)
    checks.register(check_ownership_declarations, checks.Tags.models)
    checks.register(check_policies, checks.Tags.security)
