from wagtail import hooks

from cms.tenancy import action_menu
from cms.tenancy.rich_text import PageLinkHandler
from cms.tenancy.viewsets import membership_viewset


@hooks.register("register_rich_text_features", order=10)
def resolve_page_links(features):
    """After Wagtail's own, which it replaces."""
    features.register_link_type(PageLinkHandler)


@hooks.register("register_admin_viewset")
def viewsets():
    return [membership_viewset]


@hooks.register("construct_page_action_menu")
def page_actions(items, request, context):
    action_menu.put_first_what_is_needed(items, request, context)
