"""A server of its own for tests that need a real one: gunicorn, its own database, answers that take their time."""

from cms.settings.env import env
from cms.settings.test import *  # noqa: F403

SITE_PORT = env("SITE_PORT")
WAGTAILADMIN_BASE_URL = f"http://cong.localhost:{SITE_PORT}"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WHITENOISE_USE_FINDERS = True  # nobody has collected the static files
