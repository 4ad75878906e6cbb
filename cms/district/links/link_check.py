"""Asks the noted addresses that are due: a few hosts side by side, each host slowly, and again before it is called
broken."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from cms.district.links.http_fetch import Fetcher, FetchResult
from cms.district.links.link_extraction import extract_block_urls
from cms.district.models import CheckedLink

MAX_PARALLEL_HOSTS = 8
PAUSE_SECONDS = 1.0  # seconds between two questions to one host
FAILURES_FOR_BROKEN = 3
RETRY_DELAYS = (datetime.timedelta(hours=1), datetime.timedelta(hours=12))
CHECK_INTERVAL = datetime.timedelta(days=7)
BROKEN_CHECK_INTERVAL = datetime.timedelta(days=1)
State = CheckedLink.State


def run_link_checks(limit: int = 2000, fetcher: Fetcher | None = None, pause: float = PAUSE_SECONDS) -> dict[str, int]:
    """Check what is due, at most ``limit`` addresses; state → number.

    Each answer is written as it comes: a run that is killed midway has only those to ask again that it was waiting for.
    """
    fetcher = fetcher or Fetcher()
    named = Q(uses__isnull=False) | Q(url__in=extract_block_urls())
    now = timezone.now()
    # Nothing is put off for longer than ``CHECK_INTERVAL``: what is was asked while the clock was ahead.
    is_due = Q(next_check_at__lte=now) | Q(next_check_at__gt=now + CHECK_INTERVAL + datetime.timedelta(days=1))
    due = CheckedLink.objects.filter(named, is_due).distinct()
    by_host: dict[str, list[CheckedLink]] = defaultdict(list)
    for link in due.order_by("next_check_at", "pk")[:limit]:
        by_host[_host(link.url)].append(link)
    counts: dict[str, int] = defaultdict(int)
    answers: SimpleQueue[tuple[CheckedLink, FetchResult]] = SimpleQueue()
    stop, pool = Event(), ThreadPoolExecutor(MAX_PARALLEL_HOSTS)
    try:
        for links in by_host.values():
            pool.submit(_check_host, fetcher, links, pause, answers.put, stop)
        for _number in range(sum(map(len, by_host.values()))):
            link, answer = answers.get()
            record_answer(link, answer)
            counts[link.state] += 1
    finally:  # an error while writing leaves no threads that go on asking
        stop.set()
        pool.shutdown(cancel_futures=True)
    return dict(counts)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _check_host(
    fetcher: Fetcher,
    links: list[CheckedLink],
    pause: float,
    tell: Callable[[tuple[CheckedLink, FetchResult]], None],
    stop: Event,
) -> None:
    """In a thread, without the database."""
    asked = False
    for link in links:
        if asked and stop.wait(pause):
            return
        try:
            answer = fetcher.ask(link.url)
        except Exception as error:  # whoever waits for the answer must get one
            answer = FetchResult(False, error=f"{type(error).__name__}: {error}")
        asked = answer.asked  # nobody is spared by waiting for a host that was given up
        tell((link, answer))


def record_answer(link: CheckedLink, answer: FetchResult, now: datetime.datetime | None = None) -> None:
    """Write down an answer: one failure is none yet, three in a row are."""
    now = now or timezone.now()
    link.checked_at, link.http_status, link.error = now, answer.status, answer.error[:200]
    if answer.ok or answer.refused:
        link.state = State.OK if answer.ok else State.REFUSED
        link.failures, link.failed_since, link.next_check_at = 0, None, now + CHECK_INTERVAL
    else:
        link.failures = min(link.failures + 1, 999)
        link.failed_since = link.failed_since or now
        broken = link.failures >= FAILURES_FOR_BROKEN
        link.state = State.BROKEN if broken else State.FAILING
        link.next_check_at = now + (BROKEN_CHECK_INTERVAL if broken else RETRY_DELAYS[link.failures - 1])
    link.save()
    if link.state == State.OK:
        link.uses.filter(told=True).update(told=False)  # should it break again, the school hears of it again
