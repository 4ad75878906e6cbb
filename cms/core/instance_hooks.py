"""A hook on ``Model.from_db``: one place to check every database row that becomes a model instance.

``use_instance_hook(look)`` calls ``look(row)`` for every instance loaded inside it; ``look`` may raise.
``allow_all_rows`` turns the hook off for code that needs rows of all tenants, and states the reason. The hooks in use:
``cms.tenancy.row_access``.

The hook sees instances only: not ``values``, ``exists`` or ``update``, which create none, and not other threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.http import Http404

InstanceHook = Callable[[Model], None]
View = TypeVar("View", bound=Callable[..., Any])

_instance_hook: ContextVar[InstanceHook | None] = ContextVar("rows_look", default=None)
_propagate_missing: ContextVar[bool] = ContextVar("rows_missing_is_no_answer", default=False)


class RowAccessDenied(Http404):
    """Access control denies the row: for the current user it does not exist."""


@cache
def _denied_class(model: type[Model]) -> type[RowAccessDenied]:
    return type("RowRefused", (RowAccessDenied, model.DoesNotExist), {"__module__": __name__})  # type: ignore[attr-defined]


def deny_row(row: Model) -> None:
    """Raises the model's ``DoesNotExist``, which is also an ``Http404``: uncaught, the view answers 404. Inside
    ``get_or_create`` and ``update_or_create`` it raises ``RowAccessDenied`` alone, lest they create a duplicate."""
    kind = RowAccessDenied if _propagate_missing.get() else _denied_class(type(row))
    raise kind(f"No {row._meta.object_name} matches the given query.")


@contextmanager
def use_instance_hook(look: InstanceHook | None) -> Iterator[None]:
    before = _instance_hook.set(look)
    try:
        yield
    finally:
        _instance_hook.reset(before)


@contextmanager
def allow_all_rows(reason: str) -> Iterator[None]:
    """Allows rows of all tenants inside. Not around a ``yield`` of a generator: it would stay open between two.

    Raises ``ValueError`` without a ``reason``."""
    if not reason:
        raise ValueError("say why rows of everybody are read here")
    look = _instance_hook.get()
    passing = getattr(look, "passing", None)  # a recorder in tests has it: records these rows and the reason
    with use_instance_hook(passing(reason) if passing else None):
        yield


def allow_all_rows_outside_admin(reason: str) -> Callable[[View], View]:
    """Decorator: applies ``allow_all_rows`` when the hook serves public pages (``look.admin`` is false)."""

    def decorate(function: View) -> View:
        @wraps(function)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            if getattr(_instance_hook.get(), "admin", True):
                return function(*args, **kwargs)
            with allow_all_rows(reason):
                return function(*args, **kwargs)

        return cast(View, wrapped)

    return decorate


def iterate_under_hook(look: InstanceHook | None, chunks: Iterable[Any]) -> Iterator[Any]:
    """Yields the parts of a streamed response body, each of them produced under the hook ``look``."""
    chunks = iter(chunks)
    while True:
        with use_instance_hook(look):
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk


def install_instance_hooks() -> None:
    """Patches Django once per process, when the apps are ready."""
    if getattr(Model.from_db, "looks", False):
        return
    made = Model.from_db.__func__  # type: ignore[attr-defined]

    def from_db(cls: Any, db: Any, field_names: Any, values: Any) -> Any:
        row = made(cls, db, field_names, values)
        look = _instance_hook.get()
        if look is not None:
            look(row)
        return row

    from_db.looks = True  # type: ignore[attr-defined]
    Model.from_db = classmethod(from_db)  # type: ignore[method-assign, assignment]
    for name in ("get_or_create", "update_or_create"):
        setattr(QuerySet, name, _guard_against_double_patch(getattr(QuerySet, name)))


def _guard_against_double_patch(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = _propagate_missing.set(True)
        try:
            return method(self, *args, **kwargs)
        finally:
            _propagate_missing.reset(before)

    wrapped.alters_data = True  # type: ignore[attr-defined]
    return wrapped
