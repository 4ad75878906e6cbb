"""Registers what the admin shows of this app; the work is done where the names say."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from cms.certificates.admin_urls import urlpatterns
from cms.tenancy.staff.workplaces import WorkplaceMenuItem


@hooks.register("register_admin_urls")
def register_admin_urls():
    return urlpatterns


@hooks.register("register_admin_menu_item")
def register_certificates_menu():
    items = [
        WorkplaceMenuItem(
            _("Certificates"), reverse("certificates"), name="certificates", icon_name="doc-full", order=10,
            right="certificates.view_certificate",
        ),
        WorkplaceMenuItem(
            _("Issued together, to print"), reverse("certificate_batches"), name="certificate-batches",
            icon_name="download", order=20, right="certificates.view_certificate",
        ),
        WorkplaceMenuItem(
            _("Templates"), reverse("certificate_templates"), name="certificate-templates", icon_name="edit", order=30,
            right="certificates.view_certificatetemplate",
        ),
    ]  # fmt: skip
    return SubmenuMenuItem(
        _("Certificates"), Menu(items=items), name="certificates-menu", icon_name="doc-full", order=127
    )


@hooks.register("insert_global_admin_css")
def add_admin_css():
    """Of all screens with forms, steps and tables of their own: those of the floors above too."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin_desk.css"))
