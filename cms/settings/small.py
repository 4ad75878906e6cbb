"""One small office on one machine: SQLite and local files, one gunicorn process with threads, TLS by a proxy in front.

``make serve`` runs it (``scripts/serve``). Counters live in that one process, which is why there may be only one.
"""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import VAR_DIR, env
from cms.settings.env import Env
from cms.settings.parts import refusals
from cms.settings.parts.own_keys import own_keys
from cms.settings.parts.secure import secure
from cms.settings.parts.storage import storages


def problems(env: Env) -> list[str]:
    found = refusals.common(env)
    if env("DATABASE_URL") or env("REDIS_URL"):
        found.append("DATABASE_URL and REDIS_URL belong to cms.settings.production; this shape is SQLite in VAR_DIR")
    if env("SECRET_KEY") or env("SECOND_FACTOR_KEYS") or env("CONTACT_KEYS"):
        found.append("SECRET_KEY, SECOND_FACTOR_KEYS and CONTACT_KEYS are kept in VAR_DIR/keys.json; do not set them")
    if env("SITE_BASE_DOMAIN") == "localhost" and env("HTTPS_ONLY"):
        found.append("SITE_BASE_DOMAIN is missing: the domain under which the portal and the schools live")
    return [*found, *env.problems]


if found := problems(env):
    raise ImproperlyConfigured(refusals.message("Small-office", found))

DEBUG = False
_keys = own_keys(VAR_DIR, has_data=(VAR_DIR / "db.sqlite3").exists())
SECRET_KEY, SECOND_FACTOR_KEYS = _keys["SECRET_KEY"], _keys["SECOND_FACTOR_KEYS"]
CONTACT_KEYS = _keys["CONTACT_KEYS"]
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or [f".{env('SITE_BASE_DOMAIN')}"]
# The proxy stands on this machine.
TRUSTED_PROXIES = env("TRUSTED_PROXIES") or ["127.0.0.1", "::1"]
STORAGES = storages(env, manifest=True)
locals().update(secure(env))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
