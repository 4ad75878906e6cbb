"""Types for the rules of an admin URL. No Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Access(Enum):
    OPEN = "open"  # shows nobody's objects, or the person's own account
    SCHOOL = "school"  # schools' objects: each person gets only those of the own places
    ASSIGNED = "assigned"  # assigned to the person who asks: enforced by the view and the row access policy
    LIBRARY = "library"  # the office's library, for its librarians too
    OFFICE = "office"  # for office roles that reach every school


@dataclass(frozen=True)
class ObjectReference:
    """A value that names an object. ``shared``: objects that the office shares may be read too; ``tree_root``: so may
    the root of the page tree, the common ancestor of several schools' trees."""

    model: str
    shared: bool = False
    tree_root: bool = False


@dataclass(frozen=True)
class Rule:
    """``object_lookup``: URL arguments that name objects; ``free``: those that name none. ``named``: the arguments app
    label, model name (and id) name an object of one of ``models``, of any model if empty; ``library``: models of which
    people who work on the library may name any object. ``ids``: what the repeated parameter ``id`` names; ``listed``:
    models where ``id=all`` means what the person's own list shows. ``posted_content``: a form with references inside
    its content (see ``posted_content``)."""

    access: Access
    objects: Mapping[str, ObjectReference] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    named: tuple[str, ...] = ()
    models: frozenset[str] = frozenset()
    library: frozenset[str] = frozenset()
    ids: ObjectReference | None = None
    listed: frozenset[str] = frozenset()
    content: bool = False

    @property
    def arguments(self) -> frozenset[str]:
        return self.free | frozenset(self.objects) | frozenset(self.named)


@dataclass(frozen=True)
class Claim:
    """An object that a request names: ``value`` as sent."""

    ref: ObjectReference
    value: str


@dataclass(frozen=True)
class Ownership:
    """The ownership found for a claim. ``owner``: a school's id, ``None`` for the office, any other value for no owner;
    ``shared``: the office lets everybody read it; ``own``: belongs to the person who asks; ``root``: the tree's
    root."""

    owner: object
    shared: bool = False
    own: bool = False
    root: bool = False


@dataclass(frozen=True)
class Subject:
    """The person who asks. ``places``: ids of schools, ``None`` for the office; ``everywhere``: has a role that reaches
    every school; ``library``: may work on the library; ``answers``: has a role that sees what is assigned to it;
    ``reads_all_citations``: sees everything and changes nothing."""

    places: frozenset[int | None] = frozenset()
    everywhere: bool = False
    library: bool = False
    answers: bool = False
    reads_all: bool = False


class Decision(Enum):
    ALLOW = "allow"
    NOT_FOUND = "not found"  # the same answer as for a missing object
    READ_ONLY = "read only"


LIBRARY_WORK = ObjectReference("library")  # names no object; fulfilled by people who work on the library
REFUSED = ObjectReference("")  # fulfilled by no object
LISTED_IDS = ObjectReference("*")  # objects of the model that the URL arguments name
