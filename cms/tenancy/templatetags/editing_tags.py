"""Data for the scripts of the editing forms, as JSON in the page."""

from django import template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import gettext as _

from cms.tenancy.access import routes
from cms.tenancy.editing import row_locks

register = template.Library()


@register.simple_tag(takes_context=True)
def editing_config(context):
    request = context.get("request")
    user = getattr(request, "user", None)
    attempt = routes.requested_operation(request) if request is not None else None
    config = {
        "user": user.pk if user and user.is_authenticated else None,
        "keeps": row_locks.can_restore_form(attempt),
        "makes": bool(row_locks.created_model(attempt)),
        "alive": reverse("editing_alive"),
        "signIn": f"{reverse('account_login')}?next={reverse('editing_back')}",
        "texts": editing_texts(),
    }
    return json_script(config, "editing-config")


def editing_texts() -> dict[str, str]:
    return {
        "signedOut": _(
            "You are no longer signed in. Nothing is lost: your text stands here and is kept in this browser."
        ),
        "signedOutNext": _("Sign in in a new tab. As soon as that is done, the form is sent from here."),
        "other": _(
            "Somebody else is signed in on this machine now. Your text was not sent. Sign in as yourself again to "
            "send it."
        ),
        "away": _("The server does not answer. Nothing is lost: your text stands here and is kept in this browser."),
        "awayNext": _("It is tried again every few seconds, and sent as soon as the server answers."),
        "signIn": _("Sign in in a new tab"),
        "again": _("Try now"),
        "later": _("Not now"),
        "kept": _("This browser kept a text that was not saved, from {time}."),
        "restore": _("Restore it"),
        "discard": _("Throw it away"),
        "made": _("What you wrote in this form before is already saved."),
        "open": _("Go on with it"),
        "another": _("Write another one"),
        "signedOutNow": _("You are no longer signed in. Sign in in a new tab before you go on; your text is kept."),
    }
