import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
_django = get_wsgi_application()

from cms.core.page_cache.front import with_front  # noqa: E402 - needs the settings

application = with_front(_django)
