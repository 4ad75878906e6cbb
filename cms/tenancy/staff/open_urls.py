"""For those who are not signed in, or have no place yet; included before Wagtail's addresses, which ask for both."""

from django.urls import path
from django.views.decorators.cache import never_cache

from cms.tenancy.access.rule_types import Access, Rule
from cms.tenancy.access.url_rules import declare
from cms.tenancy.staff.invitation_answer import answer

urlpatterns = [path("invitation/<str:token>/", never_cache(answer), name="invitation")]

declare({"invitation": Rule(Access.OPEN, free=frozenset({"token"}))})
