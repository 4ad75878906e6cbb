"""URLs for people who are not signed in or have no place yet; included before Wagtail's, which require both."""

from django.urls import path
from django.views.decorators.cache import never_cache

from cms.tenancy.access.rule_types import Access, Rule
from cms.tenancy.access.url_rules import declare_rules
from cms.tenancy.staff.invitation_answer import answer_invitation

urlpatterns = [path("invitation/<str:token>/", never_cache(answer_invitation), name="invitation")]

declare_rules({"invitation": Rule(Access.OPEN, free=frozenset({"token"}))})
