"""Each service: its command line, when it is ready, and the variables that lead the product to it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable

from service_tools.install import ENGINES
from service_tools.places import (
    ACCOUNT,
    BRIEF,
    HEAP,
    HOME,
    LOOPBACK,
    PORTS,
    ROOT,
    Failure,
    as_service_user,
    find_jdk,
    folder,
    own,
    program,
    run,
)
from service_tools.process import Service, http_ok

#: Where the app listens when nginx stands in front of it, and where its files are; see `docs/operations.md`.
NGINX_DEFAULTS = {
    "NGINX_LISTEN": f"{LOOPBACK}:{PORTS['nginx']}",
    "APP_ADDRESS": f"{LOOPBACK}:{PORTS['app']}",
    "STATIC_DIR": str(ROOT / "var" / "static"),
    "CACHE_DIR": "pages",  # beside its own files
    "OUTER_PROXY": str(LOOPBACK),
    "MEDIA_UPSTREAM": f"http://{LOOPBACK}:{PORTS['s3']}/{ACCOUNT['bucket']}",
}


#: PostgreSQL without waiting for the disk: a crash of the machine may cost the whole database.
SHORT_LIVED = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


def postgres_command(port: int) -> list:
    data = HOME / "postgresql" / "data"
    if not (data / "PG_VERSION").exists():
        folder("postgresql")
        secret = folder("run") / "postgresql.password"
        secret.write_text(ACCOUNT["password"])
        own(secret)
        auth = ["--auth=scram-sha-256", f"--pwfile={secret}", f"--username={ACCOUNT['user']}"]
        run([program("initdb"), "-D", data, *auth, "--encoding=UTF8", "--locale=C.UTF-8"], **as_service_user())
        secret.unlink()
    # No unix socket: its path would be too long in a deep checkout.
    return [program("postgres"), "-D", data, "-p", port, "-h", LOOPBACK, "-k", "", *(SHORT_LIVED if BRIEF else ())]


def postgres_ready(port: int) -> bool:
    return subprocess.run([program("pg_isready"), "-q", "-h", LOOPBACK, "-p", str(port)]).returncode == 0


def postgres_after(port: int) -> None:
    options = ["-h", LOOPBACK, "-p", str(port), "-U", ACCOUNT["user"]]
    environ = {**os.environ, "PGPASSWORD": ACCOUNT["password"]}
    query = f"SELECT 1 FROM pg_database WHERE datname = '{ACCOUNT['user']}'"  # noqa: S608
    known = subprocess.run(
        [program("psql"), *options, "-d", "postgres", "-tAc", query], env=environ, capture_output=True, text=True
    )
    if known.stdout.strip() != "1":
        run([program("createdb"), *options, ACCOUNT["user"]], env=environ)


def redis_command(port: int) -> list:
    return [program("redis-server"), "--port", port, "--bind", LOOPBACK, "--save", "", "--dir", folder("redis")]


def engine_command(name: str) -> Callable[[int], list]:
    def command(port: int) -> list:
        home_of_engine = HOME / "engines" / f"{name}-{ENGINES[name][1]}"
        if not home_of_engine.exists():
            raise Failure(f"{name} is not installed: run `scripts/services install {name}` first.")
        settings = {
            "discovery.type": "single-node",
            "http.host": LOOPBACK,
            "transport.host": LOOPBACK,
            "http.port": port,
            "transport.port": port + 100,
            "path.data": folder(name, "data"),
            "path.logs": folder(name, "logs"),
            # A developer's disk is often nearly full; the engine would turn its indexes read-only.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        if name == "elasticsearch":
            settings["xpack.security.enabled"] = "false"
        return [home_of_engine / "bin" / name, *(f"-E{key}={value}" for key, value in settings.items())]

    return command


def engine_environ(name: str) -> Callable[[], dict]:
    variable, options = {"elasticsearch": ("ES_JAVA_HOME", "ES_JAVA_OPTS")}.get(
        name, ("OPENSEARCH_JAVA_HOME", "OPENSEARCH_JAVA_OPTS")
    )
    more = " -XX:TieredStopAtLevel=1" if BRIEF else ""  # compiled once and plainly: starting is most of what it does
    return lambda: {variable: str(find_jdk()), options: f"-Xms{HEAP} -Xmx{HEAP}{more}"}


def s3_command(port: int) -> list:
    gateway = HOME / "bin" / "versitygw"
    if not gateway.exists():
        raise Failure("s3 is not installed: run `scripts/services install s3` first.")
    data = folder("s3", "data")
    folder("s3", "data", ACCOUNT["bucket"])
    account = ["--access", ACCOUNT["user"], "--secret", ACCOUNT["password"], "--region", "us-east-1"]
    return [gateway, *account, "--port", f"{LOOPBACK}:{port}", "posix", data]


def nginx_command(port: int) -> list:
    prefix = folder("nginx")
    folder("nginx", "tmp")
    template = (ROOT / "docker" / "nginx" / "site.conf.template").read_text()
    for name, default in NGINX_DEFAULTS.items():
        template = template.replace("${" + name + "}", os.environ.get(name, default))
    temporary = "\n".join(
        f"  {kind}_temp_path tmp/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    mime = "/etc/nginx/mime.types"
    (prefix / "site.conf").write_text(template)
    (prefix / "nginx.conf").write_text(
        "daemon off;\nworker_processes 2;\npid nginx.pid;\nerror_log stderr;\n"
        "events { worker_connections 1024; }\n"
        f"http {{\n  include {mime};\n  default_type application/octet-stream;\n  sendfile on;\n"
        f"  access_log access.log;\n{temporary}\n  include site.conf;\n}}\n"
    )
    own(prefix)
    return [program("nginx"), "-p", f"{prefix}/", "-c", prefix / "nginx.conf", "-e", "stderr"]


SERVICES = {
    service.name: service
    for service in (
        # SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
        Service("postgresql", postgres_command, postgres_ready, after=postgres_after, stop_signal=signal.SIGINT),
        Service("redis", redis_command),
        *(
            Service(
                name,
                engine_command(name),
                lambda port: http_ok(port, "/_cluster/health"),
                engine_environ(name),
                patience=180,
            )
            for name in ENGINES
        ),
        Service("s3", s3_command),
        Service("nginx", nginx_command),
    )
}
NAMES = (*SERVICES, "chromium")  # chromium is installed but never started: the browser tests start it


def environment(names: list[str]) -> dict[str, str]:
    user, password = ACCOUNT["user"], ACCOUNT["password"]
    lines = {
        "postgresql": {"DATABASE_URL": f"postgres://{user}:{password}@{LOOPBACK}:{PORTS['postgresql']}/{user}"},
        "redis": {"REDIS_URL": f"redis://{LOOPBACK}:{PORTS['redis']}/0"},
        "elasticsearch": {"SEARCH_URL": f"elasticsearch+http://{LOOPBACK}:{PORTS['elasticsearch']}"},
        "opensearch": {"SEARCH_URL": f"opensearch+http://{LOOPBACK}:{PORTS['opensearch']}"},
        "s3": {
            "S3_BUCKET": ACCOUNT["bucket"],
            "S3_ENDPOINT_URL": f"http://{LOOPBACK}:{PORTS['s3']}",
            "S3_ACCESS_KEY": user,
            "S3_SECRET_KEY": password,
            "S3_REGION": "us-east-1",
        },
    }
    return {key: value for name in names for key, value in lines.get(name, {}).items()}
