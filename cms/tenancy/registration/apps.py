from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    """Listed last in INSTALLED_APPS: replaces Wagtail's permission policies after their own apps have
    registered them (``register`` overwrites silently, the last one wins)."""

    name = "cms.tenancy.registration"
    label = "tenancy_registration"

    def ready(self):
        from wagtail.contrib.redirects.models import Redirect
        from wagtail.contrib.settings.models import BaseSiteSetting
        from wagtail.contrib.settings.registry import registry
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import AbstractPage, Collection
        from wagtail.permissions import register_permission_policy

        from cms.tenancy import policies

        register_permission_policy(AbstractPage, policies.MembershipPagePolicy())
        register_permission_policy(Collection, policies.CollectionsPolicy(Collection))
        register_permission_policy(Redirect, policies.SiteModelPolicy(Redirect))
        # Wagtail names the permissions after its own models, whatever models are configured.
        media = ((get_image_model(), "wagtailimages.Image"), (get_document_model(), "wagtaildocs.Document"))
        for model, auth_model in media:
            register_permission_policy(model, policies.MediaPolicy(model, auth_model=auth_model))
        for model in registry:
            if issubclass(model, BaseSiteSetting):
                register_permission_policy(model, policies.SettingsPolicy(model))

        from wagtail.images.views.chooser import viewset as image_chooser

        from cms.tenancy.scoped_views.media import OwnImageChooseView

        image_chooser.choose_view_class = OwnImageChooseView
        self.replace_mails()
        self.replace_refusals()
        self.replace_redirect_form()

        from wagtail.admin.views import generic

        from cms.tenancy.editing.optimistic_locking import add_optimistic_locking

        add_optimistic_locking(generic.EditView)

    @staticmethod
    def replace_mails():
        """Wagtail mails decisions to the submitter without checking where the person works now."""
        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_rejected

        from cms.tenancy.notifications import mail

        for signal, verb, notifier in (
            (workflow_approved, "approved", mail.notify_approval),
            (workflow_rejected, "rejected", mail.notify_rejection),
        ):
            name = f"workflow_state_{verb}_email_notification"
            if not signal.disconnect(sender=WorkflowState, dispatch_uid=name):
                raise RuntimeError(f"Wagtail no longer mails by {name}; see cms.tenancy.notifications.mail")
            signal.connect(notifier, sender=WorkflowState, dispatch_uid=name)

    @staticmethod
    def replace_redirect_form():
        """Imports create redirects with this form, from the screen and from the command line."""
        from wagtail.contrib.redirects import forms, views

        from cms.tenancy.scoped_views.redirects import ValidatedRedirectForm

        forms.RedirectForm = views.RedirectForm = ValidatedRedirectForm

    @staticmethod
    def replace_refusals():
        """Wagtail redirects a person without the right to the dashboard, or to a sign-in that changes nothing."""
        from wagtail.admin import auth

        from cms.tenancy.access import denied

        def rejected(request, of_nobody=auth.reject_request):
            return denied.reject_request(request) if denied.is_known_user(request) else of_nobody(request)

        auth.permission_denied = denied.permission_denied
        auth.reject_request = rejected
