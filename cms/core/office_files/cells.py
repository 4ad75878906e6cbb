"""Cells of tables that go to spreadsheets. Pure, no Django."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(text: str) -> str:
    """A spreadsheet must not take a text for a formula.

    >>> escape_formula("=1+1"), escape_formula("Luật")
    ("'=1+1", 'Luật')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def unescape_formula(text: str) -> str:
    """What ``escape_formula`` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
