from django import template

from cms.home.admin_views import panels

register = template.Library()


@register.simple_tag(takes_context=True)
def place_name(context):
    """The school of the person who is signed in, for the top of the sidebar."""
    request = context.get("request")
    user = getattr(request, "user", None)
    return panels.find_place_name(user) if user and user.is_authenticated else ""
