from django.shortcuts import redirect
from django.utils import translation
from wagtail import hooks

from cms.core.site_roots import root_path_of
from cms.tenancy import sites
from cms.tenancy.access import menus
from cms.tenancy.accounts import wagtail_panels
from cms.tenancy.audit_log import hooks as journal
from cms.tenancy.editing import action_menu
from cms.tenancy.editing import hooks as editing
from cms.tenancy.notifications import hooks as notices
from cms.tenancy.private import privacy
from cms.tenancy.rich_text import PageLinkHandler
from cms.tenancy.school_chooser import school_chooser_viewset
from cms.tenancy.scoped_views import bulk, dashboard, media, pages
from cms.tenancy.site_switcher import views as switch
from cms.tenancy.staff import hooks as staff
from cms.tenancy.staff.viewsets import membership_viewset


@hooks.register("register_rich_text_features", order=10)
def resolve_page_links(features):
    """Runs after Wagtail's own hook, which it replaces."""
    features.register_link_type(PageLinkHandler)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [membership_viewset, school_chooser_viewset, pages.page_viewset]


@hooks.register("construct_page_action_menu")
def construct_page_actions(items, request, context):
    action_menu.remove_forbidden_actions(items, request, context)
    action_menu.order_actions_by_need(items, request, context)


hooks.register("construct_snippet_action_menu", action_menu.remove_forbidden_actions)


@hooks.register("before_serve_page")
def serve_page_in_own_language(page, request, args, kwargs):
    """``/en/`` shows English pages only: without a translation Wagtail would serve the Vietnamese page there, a second
    URL for the same text. Redirects to the page's own URL; temporary, since a translation may follow."""
    root = root_path_of(page.url_path)
    if root is None or root.language_code != translation.get_language():
        return redirect(sites.page_url(page.url_path, request.site_info)) if root else None
    if page.alias_of_id and page.alias_of.locale_id != page.locale_id:
        # Translating a page also creates its parents, as aliases of the originals: they are no translations.
        return redirect(sites.page_url(page.alias_of.url_path, request.site_info))
    return None


hooks.register("before_serve_page", privacy.serve_private_page)
hooks.register("before_serve_document", privacy.serve_private_document)
hooks.register("construct_admin_api", media.register_api, order=10)
for bulk_action in bulk.ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=10)  # after Wagtail's, which they replace
hooks.register("construct_homepage_panels", dashboard.replace_panels, order=-10)
hooks.register("construct_homepage_summary_items", dashboard.replace_summary_items, order=10)
hooks.register("construct_page_chooser_queryset", pages.filter_choosable_pages)
hooks.register("register_admin_urls", staff.register_admin_urls)
hooks.register("register_admin_urls", switch.register_admin_urls)
hooks.register("register_admin_menu_item", switch.register_switch_menu_item)
hooks.register("construct_homepage_panels", switch.add_working_for_panel, order=10)
hooks.register("register_admin_menu_item", staff.register_people_menu_item)
hooks.register("register_log_actions", staff.register_log_actions)
hooks.register("register_log_actions", journal.register_log_actions)
hooks.register("register_reports_menu_item", journal.menu_item)
hooks.register("construct_reports_menu", journal.instead_of_site_history)
menus.register_menu_filters()
hooks.register("register_account_settings_panel", wagtail_panels.register_account_panel)
hooks.register("register_log_actions", wagtail_panels.register_log_actions)
hooks.register("register_admin_urls", notices.register_admin_urls)
hooks.register("register_admin_menu_item", notices.register_notices_menu_item)
hooks.register("register_settings_menu_item", notices.register_outbox_menu_item)
hooks.register("after_create_page", editing.record_created)
hooks.register("after_create_snippet", editing.record_created)
hooks.register("insert_global_admin_js", editing.editor_scripts)
hooks.register("construct_homepage_panels", notices.add_notices_panel, order=20)
hooks.register("register_account_settings_panel", notices.account_panel)
