"""Writes the audit log: every entry of Wagtail's own log, successful and failed sign-ins, and exports."""

from __future__ import annotations

import ipaddress

from allauth.account.adapter import get_adapter
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from cms.tenancy import rights, scope
from cms.tenancy.models import JournalEntry, Membership, School

SIGN_IN, SIGN_IN_FAILED, EXPORT = "session.sign_in", "session.failed", "journal.export"
#: Entries about people and their accounts: shown only to people who manage them.
ABOUT_PEOPLE = ("session.", "people.", "accounts.")
#: An account event goes to the log of each school of the person; for more schools than this only to the office's.
MAX_SCHOOLS = 20


def write_entry(
    action: str, *, person=None, schools=(None,), obj=None, label: str = "", data=None, address: str = ""
) -> None:
    """One entry for each of ``schools`` (ids; ``None``: the office)."""
    names = dict(School.objects.filter(pk__in=[pk for pk in schools if pk]).values_list("pk", "name"))
    content_type = ContentType.objects.get_for_model(obj) if obj is not None else None
    JournalEntry.objects.bulk_create(
        JournalEntry(
            school_id=pk, school_name=names.get(pk, ""), person=person, person_name=str(person or "")[:300],
            action=action, content_type=content_type, object_id=str(obj.pk) if obj is not None else "",
            label=label[:255], data=data or {}, address=address,
        )
        for pk in schools
    )  # fmt: skip


def owning_schools(obj) -> list[int | None]:
    """Returns the schools whose log gets an event about ``obj``; events without an owner go to the office's."""
    if isinstance(obj, get_user_model()):
        rows = Membership.objects.filter(user=obj).values_list("school", flat=True).distinct().order_by("school")
        found: list[int | None] = list(rows[: MAX_SCHOOLS + 1])
        return found if 0 < len(found) <= MAX_SCHOOLS else [None]
    owner = scope.owner_id(obj)
    return [owner if isinstance(owner, int) else None]


def shorten_address(address: str) -> str:
    """Returns the network of an address: enough to notice a strange location, too little to identify a device.

    >>> shorten_address("203.0.113.77"), shorten_address("2001:db8:1:2::3"), shorten_address("x")
    ('203.0.113.0', '2001:db8:1::', '')
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False).network_address)


def client_network(request) -> str:
    try:
        return shorten_address(get_adapter().get_client_ip(request)) if request is not None else ""
    except PermissionDenied:  # a request without an address: made by the product itself
        return ""


# --- signals -------------------------------------------------------------------------------------------------


def record_wagtail_entry(sender, instance, created, raw=False, **kwargs):
    """``sender``: one of Wagtail's models of log entries."""
    if raw or not created:
        return
    obj = _object_of(instance)
    write_entry(
        instance.action, person=instance.user, schools=owning_schools(obj) if obj is not None else [None], obj=obj,
        label=instance.label, data=_short_values(instance.data),
    )  # fmt: skip


def _object_of(entry):
    if isinstance(entry, PageLogEntry):
        return entry.page
    model = entry.content_type.model_class() if entry.content_type_id else None
    return model._base_manager.filter(pk=entry.object_id).first() if model else None


def _short_values(data) -> dict:
    """Keeps short values only: Wagtail stores lists of fields, comments and whole revisions there."""
    return {key: value for key, value in data.items() if isinstance(value, str | int | bool) and len(str(value)) <= 200}


def record_sign_in(sender, request, user, **kwargs):
    write_entry(SIGN_IN, person=user, schools=owning_schools(user), address=client_network(request))


def record_failed_sign_in(sender, credentials, request=None, **kwargs):
    """Does not store what was typed: people type passwords into the wrong field."""
    name = credentials.get("email") or credentials.get("username") or credentials.get("login") or ""
    user = get_user_model().objects.filter(email__iexact=str(name).strip()).first() if name else None
    schools = owning_schools(user) if user else [None]
    write_entry(SIGN_IN_FAILED, person=user, schools=schools, address=client_network(request))


def record_export(request, response) -> None:
    """Logs that a file was exported from the admin: a list as a table, a translation."""
    match = request.resolver_match
    if match is None or response.status_code != 200 or "attachment" not in response.get("Content-Disposition", ""):
        return
    place = rights.chosen_place(request.user)
    if place is None:
        ids = {place.school_id for place in rights.places_of(request.user)}
        schools = [ids.pop()] if len(ids) == 1 else [None]
    else:
        schools = [place.school_id]
    name = response["Content-Disposition"].rpartition("filename=")[2].strip('"')
    write_entry(EXPORT, person=request.user, schools=schools, label=name, data={"address": request.path})


def connect_signals():
    from django.contrib.auth.signals import user_logged_in, user_login_failed
    from django.db.models.signals import post_save
    from wagtail.models import ModelLogEntry

    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(record_wagtail_entry, sender=model, dispatch_uid=f"journal.{model.__name__}")
    user_logged_in.connect(record_sign_in, dispatch_uid="journal.signed_in")
    user_login_failed.connect(record_failed_sign_in, dispatch_uid="journal.sign_in_failed")
