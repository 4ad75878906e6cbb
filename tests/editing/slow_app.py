"""The product behind a server that takes its time, and a window into its database for the rounds.

``SLOW`` is the most seconds that a change takes: a part before the view, a part between its reading and its writing.
``/__state__?word=…`` tells what the database holds of what was typed.
"""

import json
import os
import random
import time
from urllib.parse import parse_qs

from django.core.wsgi import get_wsgi_application

_product = get_wsgi_application()

from django.db import close_old_connections  # noqa: E402
from wagtail import hooks  # noqa: E402
from wagtail.models import Page, PageLogEntry, Revision  # noqa: E402

from cms.legal.models import LegalDocument  # noqa: E402

SLOW = float(os.environ.get("SLOW", "0"))


def dawdle(*args, **kwargs):
    time.sleep(random.uniform(SLOW / 6, SLOW) / 2)  # noqa: S311


for name in ("before_edit_page", "before_create_page", "before_edit_snippet", "before_create_snippet"):
    # After the view has read what it is going to change.
    hooks.register(name, lambda request, *args: dawdle() if request.method == "POST" else None)


def state_of(word: str) -> dict:
    of = list(Revision.objects.filter(content__icontains=word).values_list("base_content_type__model", "object_id"))
    found = []
    for model, key in sorted(set(of)):
        row = (Page if model == "page" else LegalDocument).objects.get(pk=key)
        row = row.specific if model == "page" else row
        latest = row.get_latest_revision().content
        found.append(
            {
                "pk": row.pk, "live": row.live, "live_revision": row.live_revision_id,
                "latest": json.dumps(latest, ensure_ascii=False),
                "live_text": json.dumps(row.serializable_data(), ensure_ascii=False, default=str),
                "waits": bool(row.current_workflow_state),
                "said_published": PageLogEntry.objects.filter(page=row.pk,
                    action="wagtail.publish").count() if model == "page" else None,
            }
        )  # fmt: skip
    return {"found": found, "pages": Page.objects.count(), "documents": LegalDocument.objects.count()}


def application(environ, start_response):
    if environ["PATH_INFO"] == "/__state__":
        word = parse_qs(environ["QUERY_STRING"]).get("word", ["?"])[0]
        close_old_connections()
        body = json.dumps(state_of(word), default=str).encode()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [body]
    if environ["REQUEST_METHOD"] == "POST" and SLOW:
        dawdle()
    return _product(environ, start_response)
