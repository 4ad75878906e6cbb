"""``python -m benchmarks.pages --sizes 10,300 --seconds 3 --rounds 3``: one table for each number of schools.

*hit*: the page lies ready. *miss*: it is made, of parts that lie ready. *all anew*: nothing is kept anywhere.
*tutorial*: the site of ``benchmarks.tutorial`` with the same content. *first page*: of a server that was just started.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.pages import load, servers
from benchmarks.pages.load import Asked
from benchmarks.tutorial.__main__ import LAWS, READ, host

GZIP = ("Accept-Encoding", "gzip")
LESSONS = {
    "home": "/", "article": "/tin-tuc/hoat-dong-7/", "news list": "/tin-tuc/",
    "document, 120 articles": f"/van-ban/{LAWS}/",
}  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10,300,3000", help="comma separated numbers of schools")
    parser.add_argument("--seconds", type=float, default=3, help="for which each case is asked in each round")
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts; all cases in turn in each")
    parser.add_argument("--only", default="", help="cases with this in their name, beside the hellos")
    return parser.parse_args()


@contextmanager
def database(folder: str):
    """A migrated one, as ``benchmarks.scratch`` makes it; its address for the servers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.pages.settings")
    os.environ["VAR_DIR"] = folder
    (Path(folder) / "static").mkdir()
    import django

    django.setup()
    from django.db import connection

    from benchmarks.scratch import scratch_database
    from tests import databases

    databases.use_template()  # migrated already, where the tests have run
    with scratch_database("bench_pages"):
        name = connection.settings_dict["NAME"]
        configured = os.environ.get("DATABASE_URL", "")
        yield f"{configured.rpartition('/')[0]}/{name}" if configured else f"sqlite:///{name}"


@contextmanager
def other_database(folder: str, schools: int):
    """The one of the tutorial's site, filled; its address."""
    from django.db import connection

    configured, name = os.environ.get("DATABASE_URL", ""), f"bench_tutorial_{os.getpid()}"
    address = f"{configured.rpartition('/')[0]}/{name}" if configured else f"sqlite:///{folder}/tutorial.sqlite3"

    def tell(command: str) -> None:
        if configured:
            with connection.cursor() as cursor:
                cursor.execute(f'{command} DATABASE "{name}"')

    tell("CREATE")
    try:
        command = [sys.executable, "-m", "benchmarks.tutorial", str(schools)]
        subprocess.run(command, env={**os.environ, "DATABASE_URL": address}, check=True)  # noqa: S603
        yield address
    finally:
        tell("DROP")


def server_processes() -> list[int]:
    """Those of PostgreSQL that serve these databases: the application's processor time is not all. None with SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE (datname = current_database() OR datname LIKE 'bench_tutorial%%') AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def run(size: int, options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        address = stack.enter_context(database(folder))
        from benchmarks.pages import content  # needs the models

        pages = content.fill(size)
        common = {"DATABASE_URL": address, "VAR_DIR": folder}
        start = lambda **more: stack.enter_context(servers.gunicorn("cms.wsgi:application", **common, **more))  # noqa: E731
        exact, often, none = start(), start(COUNTERS_MAX_AGE="250"), start(PAGE_CACHE="0")
        starts = (("a school's", none, pages["hosts"][0]), ("the portal's", often, pages["portal"]))
        colds = {name: load.first(Asked(one.port, site, "/", (GZIP,)), one) for name, one, site in starts}
        bare = stack.enter_context(servers.gunicorn("benchmarks.pages.bare:application"))
        other = stack.enter_context(servers.granian("cms.wsgi:application", **common))
        taught = stack.enter_context(other_database(folder, size))
        lesson = stack.enter_context(servers.gunicorn("benchmarks.tutorial.wsgi:application", DATABASE_URL=taught))

        def at(server, path, only=None, **headers):
            hosts = [only] if only else pages["hosts"]
            more = (GZIP, *((name.replace("_", "-"), value) for name, value in headers.items()))
            return [Asked(server.port, one, path, more) for one in hosts]

        line = load.Line(exact.port)
        home = Asked(exact.port, pages["hosts"][0], "/")
        front = stack.enter_context(servers.nginx(exact.port, line.text(home.as_bytes())[1]))
        portal, teacher = pages["portal"], {"Cookie": pages["cookie"]}
        everywhere = lambda path: [(one, path) for one in pages["hosts"]]  # noqa: E731
        made = {
            "home": everywhere("/"),
            "section": everywhere("/pho-bien-giao-duc-phap-luat/"),
            "article": pages["articles"],
            "news list": everywhere("/tin-tuc/"),
            f"document, {content.ARTICLES} articles": everywhere(pages["document"]),
            "library": everywhere("/van-ban/"),
            "search": everywhere("/tim/?q=th%C3%B4ng%20t%C6%B0"),
            "portal's home": [(portal, "/")],
            "all schools": [(portal, "/truong/")],
        }
        anew = lambda path: path + ("&" if "?" in path else "?") + "anew=1"  # noqa: E731 - an undeclared parameter
        cases = {
            "hello: gunicorn": (bare, at(bare, "/", "x.localhost")),
            "hello: Django": (none, at(none, "/__hello__/")),
            "hit: home, a look each time": (exact, at(exact, "/")),
            "hit: home, a look each 250 ms": (often, at(often, "/")),
            "hit: document": (exact, at(exact, pages["document"])),
            **{
                f"{how}: {name}": (
                    server,
                    [one for site, path in where for one in at(server, change(path), site)],
                )
                for name, where in made.items()
                for how, server, change in (("miss", exact, anew), ("all anew", none, str))
            },
            "granian, hello: Django": (other, at(other, "/__hello__/")),
            "granian, hit: home, a look each time": (other, at(other, "/")),
            **{
                f"tutorial: {name}": (lesson, [one for n in range(READ) for one in at(lesson, path, host(n))])
                for name, path in LESSONS.items()
            },
            "signed in: home": (exact, at(exact, "/", pages["hosts"][0], **teacher)),
            "signed in: document": (exact, at(exact, pages["document"], pages["hosts"][0], **teacher)),
        }
        if front is not None:
            cases["nginx: static file"] = (front, at(front, "/static/page.html", "x.localhost"))
            cases["nginx: home"] = (front, at(front, "/"))
        cases = {name: case for name, case in cases.items() if name.startswith("hello") or options.only in name}
        found: dict[str, list] = {name: [] for name in cases}
        for _round in range(options.rounds):
            for name, (server, asked) in cases.items():
                load.measure(asked, 0.2, [])  # its connections are there before their processes are counted
                behind = exact.processes if server is front else []
                found[name].append(
                    load.measure(asked, options.seconds, [*server.processes, *behind, *server_processes()])
                )
        table(size, found)
        for name, (clock, processor) in colds.items():
            print(f"first page of a process, {name} home: {clock:.0f} ms, of the processor {processor:.0f}", flush=True)


def table(size: int, found: dict[str, list]) -> None:
    from django.db import connection

    middle = {
        name: (statistics.median(one.rate for one in rows), statistics.median(one.cpu_ms for one in rows), rows[0].size)
        for name, rows in found.items()
    }
    rate, cpu, _size = middle["hello: Django"]
    print(f"\n{size} schools, {connection.vendor}, load {os.getloadavg()[0]:.0f}")
    print(f"{'':34} {'rate':>8} {'of hello':>9} {'cpu ms':>8} {'of hello':>9} {'KB':>6}")
    for name, (own_rate, own_cpu, body) in middle.items():
        print(
            f"{name:34} {own_rate:8.0f} {own_rate / rate:9.2f} {own_cpu:8.2f} {own_cpu / cpu:9.2f} {body / 1024:6.1f}",
            flush=True,
        )


if __name__ == "__main__":
    chosen = arguments()
    Path("var").mkdir(exist_ok=True)
    for number in chosen.sizes.split(","):
        run(int(number), chosen)
