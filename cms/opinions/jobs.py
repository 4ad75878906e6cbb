"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Every, Job, register_job


def notify_closed_consultations() -> str:
    from cms.opinions.consultation import transitions  # models are not there yet when jobs are declared

    return transitions.notify_closed_consultations()


register_job(Job("close_rounds", _("Tell of rounds of opinions that are over"), notify_closed_consultations, Every(15)))
