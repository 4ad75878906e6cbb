"""Settings of the test suite; the services come from the same variables as anywhere else."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import LIMITS, VAR_DIR

DEBUG = False
SECRET_KEY = "test-" + "x" * 60
ALLOWED_HOSTS = [".localhost", "testserver", "127.0.0.1"]
SITE_PORT = 80
SITE_BASE_DOMAIN = "localhost"
WAGTAILADMIN_BASE_URL = "http://cong.localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SECOND_FACTOR = "optional"  # tests of people sign in by force; those of the second factor require it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PAGE_CACHE = False  # tests write past signals and turn the clock; those of the cache turn it on
LIMITS = dict.fromkeys(LIMITS, 1_000_000)  # walks ask from one address; those of the limits set their own
MEDIA_ROOT = VAR_DIR / "test-media"
PROOF_ROUNDS = 1  # tests solve hundreds; what a browser solves is as dear as for people (tests/browser/test_advice.py)
