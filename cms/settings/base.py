"""Settings shared by every environment; values come from ``env`` alone."""

import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cms.settings.env import env
from cms.settings.parts.accounts import accounts
from cms.settings.parts.cache import caches
from cms.settings.parts.database import databases
from cms.settings.parts.logging import logging_config
from cms.settings.parts.mail import mail
from cms.settings.parts.storage import storages

if sys.version_info < (3, 11, 5):
    # python/cpython#106052: possessive quantifiers match wrongly, and the clauses of the law are read with them.
    raise ImproperlyConfigured("Python older than 3.11.5 would read the law wrongly.")

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("VAR_DIR") or BASE_DIR / "var").resolve()

SECRET_KEY = env("SECRET_KEY")
DEBUG = env("DEBUG")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")

INSTALLED_APPS = [
    "search",
    "cms.board",
    "cms.channels",
    "cms.district",
    "cms.training",
    "cms.contests",
    "cms.forum",
    "cms.opinions",
    "cms.certificates",
    "cms.advice",
    "cms.home",
    "cms.legal",
    "cms.tenancy",
    "cms.core",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "django_tasks_db",
    "cms.tenancy.users_app.UsersConfig",  # wagtail.users with our screens for accounts
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # Last on purpose: it replaces Wagtail's permission policies after their own apps registered them.
    "cms.tenancy.registration",
]
# What measures, attacks and trains stands beside the product in a checkout and lies in no image.
if (BASE_DIR / "benchmarks").is_dir():
    INSTALLED_APPS.append("benchmarks")

MIDDLEWARE = [
    # Outermost: what is kept has been through all the others.
    "cms.core.page_cache.middleware.PageCacheMiddleware",
    "cms.core.web.headers.SecurityHeadersMiddleware",
    "cms.core.web.proxies.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.tenancy.middleware.SiteMiddleware",
    "cms.core.web.middleware.ServiceUnavailableMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cms.core.web.rate_limits.RateLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # Whom it does not let through is nobody for everything below.
    "cms.tenancy.accounts.middleware.SessionMiddleware",
    "cms.tenancy.row_access.middleware.RowAccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.legal.section.middleware.SectionUnlockMiddleware",
    # The one gate of the admin: the wall, then what the floors above ask (cms.tenancy.access.checks).
    "cms.tenancy.access.middleware.AccessControlMiddleware",
    "cms.tenancy.private.streams.PrivateStreamMiddleware",
    "cms.tenancy.access.bad_input.BadInputMiddleware",
    "cms.home.middleware.UntranslatedMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Innermost: all that is asked and changed about a row happens while it is held.
    "cms.tenancy.editing.middleware.SerializedEditMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.home.context_processors.frame",
            ],
        },
    }
]

DATABASES = databases(env("DATABASE_URL"), VAR_DIR, env("DATABASE_CONN_MAX_AGE"))
CACHES = caches(env("REDIS_URL"))
STORAGES = storages(env, manifest=False)
# Wagtail's own small tasks run at once; ours wait for the worker (cms.core.jobs).
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "prompt", "slow"]},
}
LOGGING = logging_config(env("LOG_LEVEL"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
locals().update(accounts(env))
CONTACT_KEYS = env("CONTACT_KEYS")

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# The first that knows a text wins: the product, then our Vietnamese for Wagtail's screens, then Wagtail's own.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale_wagtail"]
# dd/mm/yyyy in both languages, shown and typed.
FORMAT_MODULE_PATH = ["cms.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
TIME_ZONE = "Asia/Ho_Chi_Minh"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one country, one clock: nobody is asked to pick among six hundred
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
# Untranslated pages are never copied as aliases by themselves.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

STATIC_URL = env("STATIC_URL_PREFIX")
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

locals().update(mail(env("EMAIL_URL")))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL")

SITE_BASE_DOMAIN = env("SITE_BASE_DOMAIN")
SITE_PORT = env("SITE_PORT")
OFFICE_HOST_LABEL = env("OFFICE_HOST_LABEL")

WAGTAIL_SITE_NAME = "Pháp luật học đường"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.tenancy.accounts.forms.PasswordResetForm"  # noqa: S105
WAGTAILADMIN_BASE_URL = f"{'https' if SITE_PORT == 443 else 'http'}://{OFFICE_HOST_LABEL}.{SITE_BASE_DOMAIN}" + (
    "" if SITE_PORT in (80, 443) else f":{SITE_PORT}"
)
WAGTAILIMAGES_IMAGE_MODEL = "core.SchoolImage"
WAGTAILDOCS_DOCUMENT_MODEL = "core.SchoolDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.tenancy.private.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.tenancy.private.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "doc",
    "docx",
    "odt",
    "xls",
    "xlsx",
    "ods",
    "ppt",
    "pptx",
    "odp",
    "txt",
    "csv",
    "zip",
    "mp3",
    "mp4",
]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
# The largest that phones take; opened, each takes four bytes of memory. Frames of moving pictures count one by one.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50 * 1000 * 1000
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Approvals are mailed to the approvers of the school (cms.tenancy.notifications.mail), not to every superuser as well.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Its requests overtake the form's own and write back what they had read before; cms.tenancy.editing keeps the text.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin.backend", "SEARCH_CONFIG": "simple"}}

PAGE_CACHE = env("PAGE_CACHE")
PAGE_CACHE_MB = env("PAGE_CACHE_MB")
COUNTERS_MAX_AGE = env("COUNTERS_MAX_AGE")

REVISION_MONTHS = env("REVISION_MONTHS")

SEARCH_URL = env("SEARCH_URL")
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX")
LEGAL_DATA_DIR = Path(env("LEGAL_DATA_DIR"))
if not LEGAL_DATA_DIR.is_absolute():
    LEGAL_DATA_DIR = (BASE_DIR / LEGAL_DATA_DIR).resolve()

CHANNELS = env("CHANNELS")
FACEBOOK_API = env("FACEBOOK_API")
ZALO_API = env("ZALO_API")
ZALO_OAUTH = env("ZALO_OAUTH")

TRUSTED_PROXIES = env("TRUSTED_PROXIES")
#: Of PBKDF2 in each of some 256 tries, the work that a form asks of the browser (``cms.advice``): a moment on a phone.
PROOF_ROUNDS = 2000
#: Requests of one address a minute (``cms.core.web.rate_limits``).
LIMITS = {
    "pages": 3000, "lists": 600, "search": 600, "suggestions": 1200, "api": 300, "posts": 60, "contests": 6000,
    # Questions that people ask (cms.advice): of one address with and without a proof of work, of one site, codes tried.
    "questions": 20, "questions_unproven": 3, "site_questions": 240, "codes": 30,
}  # fmt: skip
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
