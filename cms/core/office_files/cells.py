"""Escapes cells of tables that are exported to spreadsheets. Pure, no Django."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def escape_formula(text: str) -> str:
    """Returns the text so that a spreadsheet does not run it as a formula.

    >>> escape_formula("=1+1"), escape_formula("Luật")
    ("'=1+1", 'Luật')
    """
    return "'" + text if text.startswith(_FORMULA) else text


def unescape_formula(text: str) -> str:
    """Reverses ``escape_formula``."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
