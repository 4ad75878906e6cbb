"""How long a school takes, and whether that grows with the number of schools. Measured in a database of its own."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.core.management.base import CommandError

from cms.home.provisioning.create import CHUNK_SIZE, create_school, create_schools
from cms.home.provisioning.office import create_office
from cms.home.provisioning.spec import SchoolSpec

SINGLES = 5  # single schools made at each size; their median counts
PLACES = ("Xã Thanh Trì", "Xã Đại Thanh", "Xã Ngọc Hồi", "Xã Nam Phù", "Phường Thanh Liệt")
LEVELS = (("MN", "Trường Mầm non"), ("TH", "Trường Tiểu học"), ("THCS", "Trường Trung học cơ sở"))


@dataclass(frozen=True)
class Measurement:
    """Milliseconds for each school at ``schools`` schools: in bulk (the last chunk before this size) and alone."""

    schools: int
    bulk_ms: float
    single_ms: float


def _spec(number: int) -> SchoolSpec:
    """One of a row of distinct schools; every fourth name is a namesake."""
    level, kind = LEVELS[number % len(LEVELS)]
    name = f"{kind} Đo {number // 4}" if number % 4 == 0 else f"{kind} Đo lường {number}"
    return SchoolSpec(code=f"DO{number:06d}", name=name, level=level, commune=PLACES[number % len(PLACES)])


def specs(first: int, last: int) -> list[SchoolSpec]:
    """Distinct schools number ``first`` to ``last`` (excluded)."""
    return [_spec(number) for number in range(first, last)]


def sizes_of(text: str) -> list[int]:
    """ "10,300" as numbers of schools; raises ``CommandError`` for anything else."""
    try:
        sizes = [int(part) for part in text.split(",")]
    except ValueError:
        sizes = []
    if not sizes or min(sizes) < 1:
        raise CommandError("--sizes: whole numbers above 0, comma separated")
    return sizes


def _timed(make: Callable[[], object]) -> float:
    start = time.perf_counter()
    make()
    return (time.perf_counter() - start) * 1000


def measure(sizes: list[int], report: Callable[[Measurement], None] = lambda _m: None) -> list[Measurement]:
    """Grow the install to each size in turn (ascending) and measure there."""
    create_office("Văn phòng đo")
    found, count = [], 0
    for size in sorted(sizes):
        per_school = []
        while count < size:
            part = specs(count, min(size, count + CHUNK_SIZE))
            per_school.append(_timed(partial(create_schools, part)) / len(part))
            count += len(part)
        singles = []
        for _number in range(SINGLES):
            singles.append(_timed(partial(create_school, _spec(count))))
            count += 1
        measured = Measurement(size, per_school[-1] if per_school else 0.0, statistics.median(singles))
        found.append(measured)
        report(measured)
    return found
