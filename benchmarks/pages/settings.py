"""The product as in service, on plain HTTP and a database that the benchmark makes."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import LIMITS

DEBUG = False
SECRET_KEY = "benchmark-" + "x" * 50
SECOND_FACTOR = "optional"
ALLOWED_HOSTS = [".localhost", "127.0.0.1"]
ROOT_URLCONF = "benchmarks.pages.urls"
LIMITS = dict.fromkeys(LIMITS, 10**9)  # counted as always, never reached
SITE_PORT = 80
