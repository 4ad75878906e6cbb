"""Decides about a request in two steps: which objects does the request name, and may this subject have them?

Pure: no Django, no database. ``find_claims`` takes the arguments and parameters as mappings of strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cms.tenancy.access.parameters import PARAMETERS
from cms.tenancy.access.rule_types import (
    LIBRARY_WORK,
    LISTED_IDS,
    REFUSED,
    Access,
    Claim,
    Decision,
    ObjectReference,
    Ownership,
    Rule,
    Subject,
)


def parse_number(value) -> int | None:
    """Returns the number that Django would read from ``value``, or ``None``.

    >>> parse_number(" 12 "), parse_number("١٢"), parse_number("all"), parse_number("")
    (12, 12, None, None)
    """
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def strip_form_prefix(name: str) -> str:
    """Returns the parameter name without the prefixes of forms and formsets.

    >>> strip_form_prefix("image-chooser-upload-collection"), strip_form_prefix("target_pages[]")
    ('collection', 'target_pages')
    """
    return name.rpartition("-")[2].removesuffix("[]")


def find_claims(rule: Rule, arguments: Mapping[str, object], *parameters: Mapping[str, Sequence[str]]) -> list[Claim]:
    """Returns a claim for everything that the request names. An undeclared argument makes a claim that nothing fulfils.

    This applies only where schools' objects are shown: roles of the library and the office may use all of their
    screens.
    """
    if rule.access is not Access.SCHOOL:
        return []
    label = _claim_label(rule, arguments)
    if label in rule.library:
        return [Claim(LIBRARY_WORK, label)]
    found = [*_claims_of_arguments(rule, arguments)]
    for values in parameters:
        for name, sent in values.items():
            found += _claims_of_parameter(rule, name, sent, values, label)
    return [Claim(ObjectReference(label), claim.value) if claim.ref is LISTED_IDS else claim for claim in found]


def _claim_label(rule: Rule, arguments: Mapping[str, object]) -> str:
    return "{}.{}".format(*(arguments[name] for name in rule.named[:2])).lower() if rule.named else ""


def _claims_of_arguments(rule: Rule, arguments: Mapping[str, object]) -> Iterator[Claim]:
    for name, value in arguments.items():
        if name in rule.free or name in rule.named:
            continue
        ref = rule.objects.get(name, REFUSED)
        if ref is REFUSED or parse_number(value) is not None:  # words such as "live" and "earliest" name no object
            yield Claim(ref, str(value))
    if rule.named:
        label = _claim_label(rule, arguments)
        if rule.models and label not in rule.models:
            yield Claim(REFUSED, label)
        else:
            yield from (Claim(ObjectReference(label), str(arguments[name])) for name in rule.named[2:])


def _claims_of_parameter(rule: Rule, name: str, sent: Sequence[str], all_values, label: str) -> Iterator[Claim]:
    if name == "id" and rule.ids is not None:
        below = parse_number((all_values.get("childOf") or [""])[-1])
        for value in sent:
            if value != "all":
                yield Claim(rule.ids, value)
            elif below is None and label not in rule.listed:  # the whole table
                yield Claim(REFUSED, value)
        return
    ref = PARAMETERS.get(strip_form_prefix(name))
    if ref is not None:
        yield from (Claim(ref, value) for value in sent if parse_number(value) is not None)


def decide(visitor: Subject, rule: Rule | None, safe: bool, found: Iterable[tuple[Claim, Ownership]]) -> Decision:
    """Returns the decision. ``safe``: the method changes nothing. ``found``: each claim with the ownership found for
    it."""
    if visitor.everywhere:
        return Decision.ALLOW
    if rule is not None and rule.access is Access.OPEN:
        return Decision.ALLOW
    if visitor.reads_all and safe:
        return Decision.ALLOW
    if visitor.reads_all and not visitor.places:
        return Decision.READ_ONLY
    if _is_reached(visitor, rule) and all(_is_fulfilled(visitor, claim, what, safe) for claim, what in found):
        return Decision.ALLOW
    return Decision.READ_ONLY if visitor.reads_all else Decision.NOT_FOUND


def named_owners(visitor: Subject, rule: Rule | None, found: Iterable[tuple[Claim, Ownership]]) -> set:
    """Returns the owners of the named objects that are in the subject's scope: the subject's rights are checked there
    and nowhere else. Screens of the library and the office return the office; a list names nothing."""
    if rule is None or rule.access in (Access.OFFICE, Access.LIBRARY):
        return {None}
    named = {what.owner for claim, what in found if claim.ref is not LIBRARY_WORK and not (what.own or what.root)}
    if any(claim.ref is LIBRARY_WORK for claim, _what in found):
        return {None}
    return named if visitor.everywhere or visitor.reads_all else named & visitor.places


def _is_reached(visitor: Subject, rule: Rule | None) -> bool:
    if rule is None or rule.access is Access.OFFICE:
        return False
    if rule.access is Access.LIBRARY:
        return visitor.library
    return bool(visitor.places) or (rule.access is Access.ASSIGNED and visitor.answers)


def _is_fulfilled(visitor: Subject, claim: Claim, what: Ownership, safe: bool) -> bool:
    if claim.ref is REFUSED:
        return False
    if claim.ref is LIBRARY_WORK:
        return visitor.library
    if what.own or what.owner in visitor.places:
        return True
    return safe and ((claim.ref.shared and what.shared) or (claim.ref.tree_root and what.root))
