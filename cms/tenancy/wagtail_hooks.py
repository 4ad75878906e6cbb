from wagtail import hooks

from cms.tenancy.rich_text import PageLinkHandler


@hooks.register("register_rich_text_features", order=10)
def resolve_page_links(features):
    """After Wagtail's own, which it replaces."""
    features.register_link_type(PageLinkHandler)
