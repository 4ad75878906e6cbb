"""Which doors of this app a person sees."""

from wagtail.admin.menu import MenuItem

from cms.district.broadcasts.cached_index import BROADCASTABLE_TYPES
from cms.district.submissions.transitions import can_be_nominated
from cms.tenancy import rights, scope


class SchoolMenuItem(MenuItem):
    """For people who work for a school."""

    def is_shown(self, request):
        return any(place.school_id for place in rights.places_of(request.user))


def can_broadcast_page(page, user) -> bool:
    """May the person send this page down? A public page of the portal, of a type that schools have a list for."""
    return (
        page.live
        and rights.has_right(user, "district.add_broadcast", None)
        and page.specific_class is not None
        and page.specific_class._meta.label in BROADCASTABLE_TYPES
        and scope.owner_id(page) is None
    )


def can_offer_page(page, user) -> bool:
    """May the person offer this page to the office? Somebody of the school who may publish it."""
    places = {place.school_id for place in rights.places_of(user)}
    return page.live and any(places) and page.permissions_for_user(user).can_publish() and can_be_nominated(page)
