from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Listed last in INSTALLED_APPS: replaces Wagtail's permission policies after their own apps have
    registered them (``register`` overwrites silently, the last one wins)."""

    name = "cms.tenancy.registration"
    label = "tenancy_registration"
