"""The indicators of the board. A new one is one file here (see docs/indicators.md)."""

from importlib import import_module
from pkgutil import iter_modules

from cms.board.indicators.base import (
    Evidence,
    Indicator,
    MeasuredSchool,
    MeasuringScope,
    all_indicators,
    board_indicators,
    find_indicator,
    register_indicator,
)

__all__ = [
    "Evidence",
    "Indicator",
    "MeasuredSchool",
    "MeasuringScope",
    "all_indicators",
    "board_indicators",
    "find_indicator",
    "load_indicators",
    "register_indicator",
]


def load_indicators() -> None:
    """Import every file of the package, so that the indicators register themselves."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
