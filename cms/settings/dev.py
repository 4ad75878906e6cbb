"""The embedded default: SQLite, database search, local files, plain HTTP on localhost."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import env

DEBUG = env("DEBUG") if env.is_set("DEBUG") else True
SECRET_KEY = env("SECRET_KEY") or "development-only-" + "x" * 50
SECOND_FACTOR = env("SECOND_FACTOR") if env.is_set("SECOND_FACTOR") else "optional"
PAGE_CACHE = env("PAGE_CACHE") if env.is_set("PAGE_CACHE") else not DEBUG  # templates change under one's hands
ALLOWED_HOSTS = env("ALLOWED_HOSTS") or [".localhost", "127.0.0.1", "[::1]", "testserver"]
