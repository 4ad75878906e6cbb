"""What Wagtail's bar above a screen needs (``wagtailadmin/generic/base.html``), for views that are functions."""

from __future__ import annotations

from typing import Any


def head(title: Any, icon: str, *above: tuple[Any, str]) -> dict[str, Any]:
    """For the context. ``above``: (label, address) of the screens that lead here, the uppermost first.

    >>> head("Hoa", "group", ("Forum", "/forum/"))["breadcrumbs_items"]
    [{'url': '/forum/', 'label': 'Forum'}, {'url': '', 'label': 'Hoa'}]
    """
    items = [{"url": url, "label": label} for label, url in above]
    return {"header_title": title, "header_icon": icon, "breadcrumbs_items": [*items, {"url": "", "label": title}]}
