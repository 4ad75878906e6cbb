"""What can be declared about an address of the admin. No Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Access(Enum):
    OPEN = "open"  # shows nobody's things, or the person's own account
    SCHOOL = "school"  # things of schools: each person only those of the own places
    ASSIGNED = "assigned"  # what was given to the person who asks: the view looks, and the wall at the row
    LIBRARY = "library"  # the office's library, for its librarians too
    OFFICE = "office"  # for the office's roles that reach every school


@dataclass(frozen=True)
class ObjectReference:
    """A value that names an object. ``shared``: what the office shares may be read too; ``tree_root``: so may the
    root of the page tree, where the trees of several schools meet."""

    model: str
    shared: bool = False
    tree_root: bool = False


@dataclass(frozen=True)
class Rule:
    """``object_lookup``: arguments of the address that name objects; ``free``: those that name none. ``named``: the
    arguments app label, model name (and number) name an object of one of ``models``, of any if empty; ``library``:
    models of which those who work on the library may name any. ``ids``: what the repeated parameter ``id`` names;
    ``listed``: models of which ``id=all`` is what the person's own list shows. ``posted_content``: a form with
    references
    inside its content (see ``posted_content``)."""

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
    """A request names an object: ``value`` as sent."""

    ref: ObjectReference
    value: str


@dataclass(frozen=True)
class Ownership:
    """What was found for a claim. ``owner``: a school's id, ``None`` for the office, or something else for nobody;
    ``shared``: the office lets everybody read it; ``own``: belongs to the person who asks; ``root``: of the tree."""

    owner: object
    shared: bool = False
    own: bool = False
    root: bool = False


@dataclass(frozen=True)
class Subject:
    """Who asks. ``places``: ids of schools, ``None`` for the office; ``everywhere``: roles that reach every school;
    ``library``: may work on the library; ``answers``: has a role that sees what is assigned to it;
    ``reads_all_citations``: sees everything and changes nothing."""

    places: frozenset[int | None] = frozenset()
    everywhere: bool = False
    library: bool = False
    answers: bool = False
    reads_all: bool = False


class Decision(Enum):
    ALLOW = "allow"
    NOT_FOUND = "not found"  # the same answer as for what does not exist
    READ_ONLY = "read only"


LIBRARY_WORK = ObjectReference("library")  # nobody's object: what those fulfil who work on the library
REFUSED = ObjectReference("")  # what nobody's object can fulfil
LISTED_IDS = ObjectReference("*")  # of the model that the arguments of the address name
