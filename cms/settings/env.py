"""The one reader of the environment.

Every variable is declared in ``VARIABLES`` with its type, default and meaning;
nothing else in the project reads ``os.environ``. ``docs/env-vars.md`` is checked
against this table by a test.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


class EnvError(ValueError):
    """A variable's text cannot be read as its type."""


@dataclass(frozen=True)
class Variable:
    name: str
    kind: type
    default: Any
    meaning: str
    secret: bool = False

    def read(self, environ: Mapping[str, str]) -> Any:
        raw = environ.get(self.name)
        if raw is None:
            return self.default
        raw = raw.strip()
        if self.kind is bool:
            if raw.lower() in TRUE:
                return True
            if raw.lower() in FALSE:
                return False
            raise EnvError(f"{self.name}: “{raw}” is not one of 1/0, true/false, yes/no")
        if self.kind is int:
            try:
                return int(raw)
            except ValueError:
                raise EnvError(f"{self.name}: “{raw}” is not a whole number") from None
        if self.kind is list:
            return [item.strip() for item in raw.split(",") if item.strip()]
        return raw


VARIABLES = (
    Variable("SECRET_KEY", str, "", "Django's signing key; at least 50 characters in production.", True),
    Variable("DEBUG", bool, False, "Django's debug mode; refused in production."),
    Variable("ALLOWED_HOSTS", list, [], "Host names served, comma separated; `.example.vn` covers subdomains."),
    Variable(
        "DATABASE_URL",
        str,
        "",
        "Database, e.g. `postgres://user:pass@host:5432/name`; empty: SQLite under `VAR_DIR`.",
        True,
    ),
    Variable("DATABASE_CONN_MAX_AGE", int, 600, "Seconds a database connection is kept (PostgreSQL)."),
    Variable(
        "VAR_DIR",
        str,
        "",
        "Folder of the embedded database, local media and collected static files; empty: `var/` beside `manage.py`.",
    ),
    Variable(
        "SITE_BASE_DOMAIN",
        str,
        "localhost",
        "Schools live at `<label>.<this>`, the portal at `<OFFICE_HOST_LABEL>.<this>`.",
    ),
    Variable("OFFICE_HOST_LABEL", str, "cong", "Host label of the office's portal."),
    Variable("SITE_PORT", int, 8000, "Port in the public addresses (80, 443 or the development server's)."),
    Variable(
        "SEARCH_URL",
        str,
        "",
        "Search engine: empty = the database's own full text; `elasticsearch+http://host:9200` or `opensearch+http://host:9200`.",
        True,
    ),
    Variable("SEARCH_INDEX_PREFIX", str, "phapluat", "Prefix of index names on the search engine."),
    Variable(
        "REDIS_URL",
        str,
        "",
        "Shared cache, e.g. `redis://host:6379/0`; required in production; empty: in-process cache.",
        True,
    ),
    Variable("S3_BUCKET", str, "", "Bucket for media; empty: local files under `VAR_DIR`."),
    Variable("S3_ENDPOINT_URL", str, "", "S3 endpoint when it is not Amazon's."),
    Variable("S3_ACCESS_KEY", str, "", "S3 access key.", True),
    Variable("S3_SECRET_KEY", str, "", "S3 secret key.", True),
    Variable("S3_REGION", str, "us-east-1", "S3 region."),
    Variable("S3_PUBLIC_URL", str, "", "Public address of the bucket's images (CDN or proxy); empty: signed links."),
    Variable(
        "EMAIL_URL", str, "", "Mail server, e.g. `smtp://user:pass@host:587?tls=1`; empty: mails go to the log.", True
    ),
    Variable("DEFAULT_FROM_EMAIL", str, "phap-luat-hoc-duong@localhost", "Sender of the system's mails."),
    Variable(
        "SECOND_FACTOR",
        str,
        "required",
        "`required`: approvers, administrators and the office sign in with a second factor; `optional` is refused in "
        "production.",
    ),
    Variable(
        "SECOND_FACTOR_KEYS",
        list,
        [],
        "Keys that encrypt the second factors, at least 32 random characters each; the first encrypts, all decrypt.",
        True,
    ),
    Variable(
        "CONTACT_KEYS",
        list,
        [],
        "Keys that encrypt the addresses of people who ask questions, at least 32 random characters each; the first "
        "encrypts, all decrypt.",
        True,
    ),
    Variable(
        "CHANNELS",
        list,
        [],
        "Ways out for posts, each `school code (office: -)|facebook, zalo, sms, webhook or file|where|key` "
        "([channels.md](channels.md)).",
        True,
    ),
    Variable("FACEBOOK_API", str, "https://graph.facebook.com/v23.0", "Address of Facebook's Graph API."),
    Variable("ZALO_API", str, "https://openapi.zalo.me", "Address of Zalo's API for Official Accounts."),
    Variable("ZALO_OAUTH", str, "https://oauth.zaloapp.com", "Address where Zalo renews the tokens of an account."),
    Variable("SESSION_HOURS", int, 12, "Hours after which everybody signs in again."),
    Variable("SESSION_IDLE_MINUTES", int, 120, "Minutes without a request after which a session ends."),
    Variable(
        "TRUSTED_PROXIES",
        list,
        [],
        "Networks of the proxies in front, e.g. `127.0.0.1,10.0.0.0/8`; of others `X-Forwarded-…` is not believed.",
    ),
    Variable(
        "HTTPS_ONLY",
        bool,
        True,
        "Production: redirect to HTTPS, HSTS and secure cookies. Off only behind a TLS-less test proxy.",
    ),
    Variable(
        "REVISION_MONTHS",
        int,
        24,
        "Months after which the states in between of a page are thinned out ([operations.md](operations.md#jobs)); 0 "
        "keeps all.",
    ),
    Variable("PAGE_CACHE", bool, True, "Keep public pages for visitors without a session ([speed.md](speed.md))."),
    Variable("PAGE_CACHE_MB", int, 64, "Megabytes of kept pages in each process."),
    Variable(
        "COUNTERS_MAX_AGE",
        int,
        0,
        "Milliseconds for which a kept page is shown without a look at the counters; 0: a look at each request.",
    ),
    Variable("STATIC_URL_PREFIX", str, "/static/", "Address of static files."),
    Variable("LANG", str, "", "Language of the terminal: `vi…` lets `make run` speak Vietnamese, else English."),
    Variable("LOG_LEVEL", str, "INFO", "Lowest level that is logged."),
    Variable(
        "LEGAL_DATA_DIR", str, "../shared/data", "Folder of real data for tests, benchmarks and `DATA=… make run`."
    ),
)
TABLE = {variable.name: variable for variable in VARIABLES}


@dataclass
class Env:
    """Typed view of an environment mapping; collects what is wrong instead of stopping at the first."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    problems: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> Any:
        variable = TABLE[name]
        try:
            return variable.read(self.environ)
        except EnvError as error:
            self.problems.append(str(error))
            return variable.default

    def is_set(self, name: str) -> bool:
        return bool(self.environ.get(TABLE[name].name, "").strip())


env = Env()
