"""Words for the steps that the history keeps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms.district.broadcasts import send

WORDS = {
    send.SEND: gettext_lazy("Send to schools"),
    send.CHANGE: gettext_lazy("Change what was sent"),
    send.RECALL: gettext_lazy("Recall from schools"),
    send.REMIND: gettext_lazy("Remind schools"),
}


def register(actions) -> None:
    for action, words in WORDS.items():
        actions.register_action(action)(_formatter(words))


def _formatter(words):
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            reason = log_entry.data.get("reason", "")
            return _("%(step)s: %(reason)s") % {"step": words, "reason": reason} if reason else str(words)

    return Formatter
