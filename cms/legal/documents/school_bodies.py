"""Finds the school behind an issuing body by its name, so that the school lists the documents it issued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cms.legal.documents.change_signals import announce_changes
from cms.legal.documents.issuers import spelling_key
from cms.legal.models import IssuingBody, LegalDocumentIssuer
from cms.tenancy.models import School

_LONG = (("trung hoc pho thong", "thpt"), ("trung hoc co so", "thcs"))


def _key(name: str) -> str:
    """Equal for "Trường THPT Bắc Sơn" and "Trường Trung học phổ thông Bắc Sơn"."""
    key = spelling_key(name)
    for long, short in _LONG:
        key = key.replace(long, short)
    return key.removeprefix("truong ")


def link_bodies(bodies: Iterable[IssuingBody] | None = None) -> list[IssuingBody]:
    """Links each issuing body that is a school to it, by name; ambiguous names are left to the office. Returns the
    linked bodies."""
    rows = IssuingBody.objects.filter(level=IssuingBody.Level.SCHOOL, school=None) if bodies is None else bodies
    if not (rows := list(rows)):
        return []
    named: dict[str, set[int]] = defaultdict(set)
    for pk, name in School.objects.values_list("pk", "name"):
        named[_key(name)].add(pk)
    linked = []
    for body in rows:
        found = set().union(*(named.get(_key(name), set()) for name in body.spellings))
        if len(found) == 1:
            body.school_id = found.pop()
            linked.append(body)
    IssuingBody.objects.bulk_update(linked, ["school"])
    announce_bodies(linked)
    return linked


def announce_bodies(bodies: Iterable[IssuingBody]) -> None:
    """Announces that lists and index must show the documents of these bodies elsewhere."""
    ids = LegalDocumentIssuer.objects.filter(body__in=list(bodies)).values_list("document_id", flat=True)
    if ids := set(ids):
        announce_changes(ids)
