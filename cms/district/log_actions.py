"""Words for the steps that the history keeps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms.district.broadcasts import sending

ACTION_LABELS = {
    sending.SEND_ACTION: gettext_lazy("Send to schools"),
    sending.CHANGE_ACTION: gettext_lazy("Change what was sent"),
    sending.RECALL_ACTION: gettext_lazy("Recall from schools"),
    sending.REMIND_ACTION: gettext_lazy("Remind schools"),
}


def register_log_actions(actions) -> None:
    for action, words in ACTION_LABELS.items():
        actions.register_action(action)(_formatter(words))


def _formatter(words):
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            reason = log_entry.data.get("reason", "")
            return _("%(step)s: %(reason)s") % {"step": words, "reason": reason} if reason else str(words)

    return Formatter
