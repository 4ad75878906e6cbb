"""Cells of tables that go to spreadsheets. Pure, no Django."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(text: str) -> str:
    """A spreadsheet must not take a text for a formula.

    >>> neutral("=1+1"), neutral("Luật")
    ("'=1+1", 'Luật')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def plain(text: str) -> str:
    """What ``neutral`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
