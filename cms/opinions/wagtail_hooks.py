"""Registers what the admin shows of this app; the work is done where the names say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.opinions.admin_urls import urlpatterns
from cms.opinions.ownership import VIEW
from cms.tenancy import rights


@hooks.register("register_admin_urls")
def urls():
    return urlpatterns


class ConsultationsMenuItem(MenuItem):
    """Those who ask go to their rounds; everybody else with a place to those where they are asked."""

    def is_shown(self, request):
        return request.user.is_superuser or any(
            VIEW in place.rights.actions or place.rights.reads for place in rights.places_of(request.user)
        )


@hooks.register("register_admin_menu_item")
def register_consultations_item():
    return ConsultationsMenuItem(
        _("Opinions on drafts"), reverse("opinions_rounds"), name="opinions", icon_name="comment", order=113
    )
