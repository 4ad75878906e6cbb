"""Words for the steps that the history of a document keeps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

REVIEWED, REOPENED = "legal.reviewed", "legal.review_reopened"
_WORDS = {REVIEWED: gettext_lazy("Reviewed"), REOPENED: gettext_lazy("Review opened again")}


def register(actions) -> None:
    for action, words in _WORDS.items():
        actions.register_action(action)(_formatter(words))


def _formatter(words):
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            note = log_entry.data.get("note", "")
            return _("%(step)s: %(note)s") % {"step": words, "note": note} if note else str(words)

    return Formatter
