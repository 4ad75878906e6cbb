import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
_django = get_wsgi_application()

# These need the settings.
from cms.core.page_cache.wsgi_cache import with_front  # noqa: E402
from cms.core.recursion import roomy  # noqa: E402
from cms.home.warmup import warm  # noqa: E402
from search.query_planning.warmup import warm as warm_search  # noqa: E402

warm()
warm_search()
application = with_front(lambda environ, start_response: roomy(lambda: _django(environ, start_response)))
