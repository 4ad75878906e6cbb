"""Words for the steps that the history of a document keeps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

REVIEWED, REOPENED, MERGED = "legal.reviewed", "legal.review_reopened", "legal.merged"
_WORDS = {REVIEWED: gettext_lazy("Reviewed"), REOPENED: gettext_lazy("Review opened again")}


def register(actions) -> None:
    for action, words in _WORDS.items():
        actions.register_action(action)(_formatter(words))
    actions.register_action(MERGED)(Merged)


def _formatter(words):
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            note = log_entry.data.get("note", "")
            return _("%(step)s: %(note)s") % {"step": words, "note": note} if note else str(words)

    return Formatter


class Merged(LogFormatter):
    label = gettext_lazy("Merged with another entry")

    def format_message(self, log_entry):
        return _("Merged with another entry of the same document: %(number)s %(title)s") % {
            "number": log_entry.data.get("number", ""),
            "title": log_entry.data.get("title", ""),
        }
