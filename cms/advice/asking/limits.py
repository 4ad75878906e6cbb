"""How often questions are taken: of one address (a whole school may stand behind it), and by one site."""

from __future__ import annotations

from django.http import HttpRequest

from cms.core.web import limits


def wait(request: HttpRequest, site_id: int, proven: bool) -> int:
    """0, or the seconds to wait. Without a proof of work fewer are taken."""
    kind = "questions" if proven else "questions_unproven"
    return limits.wait(request, kind) or limits.wait_for(str(site_id), "site_questions")
