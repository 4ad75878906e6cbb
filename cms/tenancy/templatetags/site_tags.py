"""Links without a walk over all sites: ``{% page_url page %}`` for any page, specific or not."""

from django import template

from cms.tenancy import sites

register = template.Library()


@register.simple_tag(takes_context=True)
def page_url(context, page):
    """Address of ``page`` (anything with ``url_path``) seen from the site that is being served."""
    if not page:
        return ""
    request = context.get("request")
    return sites.page_url(page.url_path, getattr(request, "site_info", None))


@register.simple_tag(takes_context=True)
def local_url(context, path):
    """A non-page path of this site in the page's language: ``{% local_url "/tim/" %}``."""
    return sites.local_path(path)
