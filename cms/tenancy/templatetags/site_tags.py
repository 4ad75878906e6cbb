"""Links without iterating over all sites: ``{% page_url page %}`` for any page, specific or not."""

from django import template

from cms.tenancy import sites
from cms.tenancy.access import denied

register = template.Library()


@register.simple_tag(takes_context=True)
def page_url(context, page):
    """Returns the URL of ``page`` (anything with ``url_path``) as seen from the site that is being served."""
    if not page:
        return ""
    request = context.get("request")
    return sites.page_url(page.url_path, getattr(request, "site_info", None))


@register.simple_tag(takes_context=True)
def who_can_help(context):
    """Returns ``denied.DenialHelp`` of the person who is signed in."""
    request = context.get("request")
    return denied.find_help(request.user) if hasattr(request, "user") else None


@register.simple_tag(takes_context=True)
def resolve_links(context, blocks):
    """Returns rows with ``text``, ``url``, ``note``, ``external`` for chosen links (``LinkBlock``) visitors can open.

    One query for all pages among them; links to drafts and private pages are left out.
    """
    from cms.tenancy.rich_text import page_urls

    info = getattr(context.get("request"), "site_info", None)
    blocks = [getattr(block, "value", block) for block in blocks or []]  # a stream's children or plain values
    pages = [block["page"].pk if block.get("page") else "" for block in blocks]
    urls = page_urls(pages, info) if any(pages) else [""] * len(pages)
    rows = [
        {
            "text": block["text"],
            "url": url or block.get("url") or "",
            "note": block.get("note") or "",
            "external": not url,
        }
        for block, url in zip(blocks, urls, strict=True)
    ]
    return [row for row in rows if row["url"]]


@register.simple_tag(takes_context=True)
def resolve_link(context, block):
    """`resolve_links` for one: an empty list or one row."""
    return resolve_links(context, [block])
