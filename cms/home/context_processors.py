from cms.core.web.admin_root import is_admin_request


def frame(request):
    """The frame around every public page (``cms.home.layout``); nothing for the admin."""
    from cms.home.layout import get_page_frame

    info = getattr(request, "site_info", None)
    if info is None or is_admin_request(request):
        return {}
    return {"site_info": info, "frame": get_page_frame(info, request)}
