"""A process that has warmed up reads no file for the questions that follow."""

import builtins
import importlib
import pathlib
import pkgutil

import pytest
from django.db import Error

from search import query_planning
from search.query_planning import warmup
from search.query_planning.query import parse_query
from search.query_planning.query_plan import SearchRequest, make_plan


@pytest.fixture
def fresh():
    """As a process that has just begun."""
    for found in pkgutil.iter_modules(query_planning.__path__, "search.query_planning."):
        for value in vars(importlib.import_module(found.name)).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def no_files(monkeypatch):
    def refuse(*given, **named):
        raise AssertionError(f"reads {given}")

    monkeypatch.setattr(builtins, "open", refuse)
    for name in ("open", "read_text", "read_bytes"):
        monkeypatch.setattr(pathlib.Path, name, refuse)


@pytest.mark.django_db
def test_what_the_first_question_needs_has_been_read(fresh, monkeypatch):
    warmup.warm_up()
    with monkeypatch.context() as patch:
        no_files(patch)
        for text in ("con tôi bị bạn đe dọa", "mien hoc phi", "thông tư 32/2018/TT-BGDĐT điều 3", "CB, GV, NV là gì"):
            assert make_plan(parse_query(text), SearchRequest()).query.content


@pytest.mark.django_db
def test_the_test_sees_files(fresh, monkeypatch):
    with monkeypatch.context() as patch:
        no_files(patch)
        with pytest.raises(AssertionError, match="reads"):
            make_plan(parse_query("mien hoc phi"), SearchRequest())


@pytest.mark.django_db
def test_without_the_database_the_process_starts(fresh, monkeypatch, caplog):
    def away(*given):
        raise Error("away")

    monkeypatch.setattr(warmup, "parse_query", away)
    warmup.warm_up()
    assert "could not be read" in caplog.text
