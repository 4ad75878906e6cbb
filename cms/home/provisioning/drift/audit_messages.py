"""Words for what the audit finds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from cms.home.provisioning.drift.audit import DriftFinding

DRIFT_MESSAGES = {
    "page_missing": gettext_lazy("The page “%(title)s” (%(slug)s) is missing."),
    "page_hidden": gettext_lazy("The page “%(title)s” is not published."),
    "slug_wrong": gettext_lazy("The page “%(title)s” has the address “%(slug)s” instead of “%(wanted)s”."),
    "title_wrong": gettext_lazy("The page “%(title)s” should be called “%(wanted)s”."),
    "restricted": gettext_lazy("The page “%(title)s” is private; take the restriction off if it is not meant."),
    "url_path_wrong": gettext_lazy(
        "Pages whose address in the tree does not follow from the slugs: %(number)s, the first “%(title)s” "
        "(%(found)s instead of %(wanted)s)."
    ),
    "numchild_wrong": gettext_lazy(
        "Pages that count their subpages wrongly: %(number)s, the first “%(title)s” (%(found)s instead of %(wanted)s)."
    ),
    "host_changed": gettext_lazy(
        "The host name was changed within the domain. It was made as %(wanted)s; links and printed papers lead there."
    ),
    "host_wrong": gettext_lazy("The host name should be %(wanted)s."),
    "host_blocked": gettext_lazy("The host name should be %(wanted)s, but another site has it."),
    "port_wrong": gettext_lazy("The port is %(port)s instead of %(wanted)s."),
    "root_wrong": gettext_lazy("The site starts on another page than the school's home page."),
    "site_name_wrong": gettext_lazy("The site is called “%(name)s” instead of “%(wanted)s”."),
    "settings_missing": gettext_lazy("The site's settings are missing."),
    "authority_missing": gettext_lazy("“%(name)s” has no governing authority today; set one with transfer_schools."),
    "search_text": gettext_lazy("The search words of “%(name)s” are out of date."),
    "collection_name": gettext_lazy("The collection is called “%(name)s” instead of “%(wanted)s”."),
    "link_missing": gettext_lazy("The footer link %(url)s is missing."),
}


def describe_finding(finding: DriftFinding) -> str:
    if finding.kind == "rights":
        return finding.params["line"]  # in words already
    return str(DRIFT_MESSAGES[finding.kind]) % finding.params
