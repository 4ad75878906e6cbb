"""What this app does by itself."""

from django.utils.translation import gettext_lazy as _

from cms.core.jobs import Every, Job, register


def close() -> str:
    from cms.opinions.asking import rounds  # models are not there yet when jobs are declared

    return rounds.tell_closed()


register(Job("close_rounds", _("Tell of rounds of opinions that are over"), close, Every(15)))
