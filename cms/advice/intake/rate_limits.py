"""How often questions are taken: of one address (a whole school may stand behind it), and by one site."""

from __future__ import annotations

from django.http import HttpRequest

from cms.core.web import rate_limits


def seconds_to_wait(request: HttpRequest, site_id: int, proven: bool) -> int:
    """0, or the seconds to wait. Without a proof of work fewer are taken."""
    kind = "questions" if proven else "questions_unproven"
    return rate_limits.seconds_to_wait(request, kind) or rate_limits.seconds_to_wait_for(str(site_id), "site_questions")
