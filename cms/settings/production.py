"""The production shape. Refuses to start with one message that names all that is missing or unsafe."""

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env
from cms.settings.parts.storage import storages


def problems(env) -> list[str]:
    found = []
    key = env("SECRET_KEY")
    if not key:
        found.append("SECRET_KEY is missing")
    elif len(key) < 50 or len(set(key)) < 5 or key.startswith(("development-only", "test-", "change-me")):
        found.append("SECRET_KEY is too short or too simple (at least 50 random characters)")
    hosts = env("ALLOWED_HOSTS")
    if not hosts:
        found.append("ALLOWED_HOSTS is missing")
    elif "*" in hosts:
        found.append("ALLOWED_HOSTS must name the hosts; “*” is not allowed")
    url = env("DATABASE_URL")
    if not url:
        found.append("DATABASE_URL is missing")
    elif not url.startswith(("postgres://", "postgresql://")):
        found.append("DATABASE_URL must be a PostgreSQL address (postgres://…)")
    if not env("REDIS_URL").startswith(("redis://", "rediss://", "unix://")):
        # Failed sign-ins and used codes are counted in the cache. Each process of its own would count from nothing:
        # three app servers would allow three times as many guesses, and a code to be used three times.
        found.append(
            "REDIS_URL is missing or no Redis address (redis://…): the app's processes count failed sign-ins together"
        )
    if env("DEBUG"):
        found.append("DEBUG must be off")
    if env("S3_BUCKET") and not (env("S3_ACCESS_KEY") and env("S3_SECRET_KEY")):
        found.append("S3_BUCKET is set, so S3_ACCESS_KEY and S3_SECRET_KEY are needed")
    if env("SECOND_FACTOR") != "required":
        found.append("SECOND_FACTOR must be “required”")
    if not env("SECOND_FACTOR_KEYS"):
        found.append("SECOND_FACTOR_KEYS is missing")
    elif any(len(key) < 32 or len(set(key)) < 5 or key.startswith("change-me") for key in env("SECOND_FACTOR_KEYS")):
        found.append("SECOND_FACTOR_KEYS: each key needs at least 32 random characters")
    for name in ("SESSION_HOURS", "SESSION_IDLE_MINUTES"):
        if env(name) < 1:
            found.append(f"{name} must be at least 1")
    for network in env("TRUSTED_PROXIES"):
        try:
            ip_network(network, strict=False)
        except ValueError:
            found.append(f"TRUSTED_PROXIES: “{network}” is no network, such as 10.0.0.0/8")
    for name in ("DATABASE_CONN_MAX_AGE", "SITE_PORT", "HTTPS_ONLY"):
        env(name)
    return list(dict.fromkeys([*found, *env.problems]))


if found := problems(env):
    raise ImproperlyConfigured("Production settings refuse to start:\n  - " + "\n  - ".join(found))

DEBUG = False
STORAGES = storages(env, manifest=True)
if env("TRUSTED_PROXIES"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if env("HTTPS_ONLY"):
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]  # asked by machines beside the app
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
