"""The production shape. Refuses to start with one message that names all that is missing or unsafe."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env
from cms.settings.env import Env
from cms.settings.parts import refusals
from cms.settings.parts.secure import secure
from cms.settings.parts.storage import storages


def problems(env: Env) -> list[str]:
    found = [*refusals.keys(env), *refusals.common(env)]
    if not env("ALLOWED_HOSTS"):
        found.append("ALLOWED_HOSTS is missing")
    url = env("DATABASE_URL")
    if not url:
        found.append("DATABASE_URL is missing")
    elif not url.startswith(("postgres://", "postgresql://")):
        found.append("DATABASE_URL must be a PostgreSQL address (postgres://…); for SQLite see cms.settings.small")
    if not env("REDIS_URL").startswith(("redis://", "rediss://", "unix://")):
        # Failed sign-ins and used codes are counted in the cache. Each process of its own would count from nothing:
        # three app servers would allow three times as many guesses, and a code to be used three times.
        found.append(
            "REDIS_URL is missing or no Redis address (redis://…): the app's processes count failed sign-ins together"
        )
    return [*found, *env.problems]


if found := problems(env):
    raise ImproperlyConfigured(refusals.message("Production", found))

DEBUG = False
STORAGES = storages(env, manifest=True)
locals().update(secure(env))
