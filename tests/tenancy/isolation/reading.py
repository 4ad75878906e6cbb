"""Which parameters the code behind an address looks up: what nobody reads cannot change an answer.

Asking every address with every name alone took half of the walk's time, and most names meet no reader.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from django.http import QueryDict

#: The guard looks at whatever is sent, and Django at what it takes in: neither says anything of the view.
_NOBODY = ("cms.tenancy.access", "django.utils.datastructures", "django.http.request")


@dataclass
class Looked:
    """What was looked up: ``name in looked``."""

    names: set[str] = field(default_factory=set)
    everything: bool = False  # somebody went through all that was sent

    def __contains__(self, name: str) -> bool:
        return self.everything or name in self.names

    def and_(self, other: Looked) -> Looked:
        return Looked(self.names | other.names, self.everything or other.everything)


@contextmanager
def noting() -> Iterator[Looked]:
    """The parameters, in addresses and bodies alike, that requests inside look up."""
    looked = Looked()

    def note(name: str | None) -> None:
        if sys._getframe(2).f_globals.get("__name__", "").startswith(_NOBODY):
            return
        if name is None:
            looked.everything = True
        else:
            looked.names.add(name)

    class Noting(QueryDict):
        def __getitem__(self, key):
            note(key)
            return super().__getitem__(key)

        def __contains__(self, key):
            note(key)
            return super().__contains__(key)

        def get(self, key, default=None):
            note(key)
            return super().get(key, default)

        def getlist(self, key, default=None):
            note(key)
            return super().getlist(key, default)

        def pop(self, key, *args):
            note(key)
            return super().pop(key, *args)

        def __iter__(self):
            note(None)
            return super().__iter__()

        def keys(self):
            note(None)
            return super().keys()

        def items(self):
            note(None)
            return super().items()

        def values(self):
            note(None)
            return super().values()

        def lists(self):
            note(None)
            return super().lists()

    with mock.patch("django.http.request.QueryDict", Noting), mock.patch("django.core.handlers.wsgi.QueryDict", Noting):
        yield looked
