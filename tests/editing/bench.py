"""``make bench-editing``: two hundred rounds of typing and pressing on a slow gunicorn; ends with 1 if one went wrong.

On the configured database: SQLite, or PostgreSQL by DATABASE_URL.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.editing.settings")


def main() -> int:
    import django

    django.setup()
    from playwright.sync_api import sync_playwright

    from tests import services
    from tests.editing.rounds import KINDS, Desks, play
    from tests.editing.server import own_server

    options = _options(KINDS)
    chance = random.Random(options.seed)  # noqa: S311
    faults, seconds, played = [], Counter(), Counter()
    with own_server(options.slow) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium_path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        desks = Desks(server, lambda: browser.new_context(locale="vi-VN").new_page())
        for number in range(options.rounds):
            kind = options.kinds[number % len(options.kinds)]
            begun = time.monotonic()
            found = play(desks, kind, number, chance)
            seconds[kind] += time.monotonic() - begun
            played[kind] += 1
            faults += found
            for fault in found:
                print(fault, flush=True)
            if sum(played.values()) % 20 == 0:
                print(f"{sum(played.values())} rounds, {len(faults)} faults", flush=True)
        browser.close()
    for kind in played:
        print(f"{kind:<24}{played[kind]:>5} rounds {seconds[kind] / played[kind]:>7.1f} s each")
    print(f"{sum(played.values())} rounds, {len(faults)} faults, a change takes up to {options.slow} s")
    return 1 if faults else 0


def _options(kinds):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--slow", type=float, default=3.0, help="the most seconds that a change takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", default=list(kinds), choices=kinds)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
