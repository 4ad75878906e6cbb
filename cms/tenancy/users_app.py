from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Replaces ``wagtail.users`` in INSTALLED_APPS: accounts without the choice of groups."""

    user_viewset = "cms.tenancy.staff.viewsets.UserViewSet"
