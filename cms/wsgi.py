import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
_django = get_wsgi_application()

# These need the settings.
from cms.core.page_cache.wsgi_cache import add_page_cache  # noqa: E402
from cms.core.recursion import run_with_stack_room  # noqa: E402
from cms.home.warmup import warm_up_process  # noqa: E402
from search.query_planning.warmup import warm_up as warm_search  # noqa: E402

warm_up_process()
warm_search()
application = add_page_cache(
    lambda environ, start_response: run_with_stack_room(lambda: _django(environ, start_response))
)
