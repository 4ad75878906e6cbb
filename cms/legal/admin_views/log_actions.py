"""Words for the steps that the history of a document keeps."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from cms.legal.sources.conflicts import field_label
from cms.legal.sources.source_registry import source_name

REVIEWED, REOPENED, MERGED = "legal.reviewed", "legal.review_reopened", "legal.merged"
DECIDED, DECISION_UNDONE = "legal.source_decided", "legal.source_decision_undone"
TEXT_SHOWN, TEXT_RELEASED = "legal.text_shown", "legal.text_released"
CLAUSE_TAKEN, CLAUSE_DECLINED = "legal.clause_taken", "legal.clause_declined"
CLAUSE_TAKEN_BACK, CLAUSE_REOPENED = "legal.clause_taken_back", "legal.clause_reopened"
RULE_ON, RULE_OFF = "legal.clause_rule_on", "legal.clause_rule_off"
_WORDS = {
    REVIEWED: gettext_lazy("Reviewed"),
    REOPENED: gettext_lazy("Review opened again"),
    RULE_ON: gettext_lazy("Sure clauses are taken without asking"),
    RULE_OFF: gettext_lazy("Sure clauses are no longer taken without asking"),
}
_CLAUSE_WORDS = {
    CLAUSE_TAKEN: gettext_lazy("Clause taken"),
    CLAUSE_DECLINED: gettext_lazy("Clause declined"),
    CLAUSE_TAKEN_BACK: gettext_lazy("Clause taken back"),
    CLAUSE_REOPENED: gettext_lazy("Clause to be decided again"),
}


def register_log_actions(actions) -> None:
    for action, words in _WORDS.items():
        actions.register_action(action)(_formatter(words))
    for action, words in _CLAUSE_WORDS.items():
        actions.register_action(action)(_clause_formatter(words))
    actions.register_action(MERGED)(MergedFormatter)
    for action, words in _SOURCE_WORDS.items():
        actions.register_action(action)(_of_sources(words))


def _formatter(words):
    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            note = log_entry.data.get("note", "")
            return _("%(step)s: %(note)s") % {"step": words, "note": note} if note else str(words)

    return Formatter


def _clause_formatter(words):
    class ClauseFormatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            said = {name: log_entry.data.get(name, "") for name in ("by", "place", "kind", "target", "note")}
            where = " ".join(filter(None, (said["place"], said["by"])))
            text = _("%(step)s: %(where)s – %(kind)s %(target)s") % {**said, "step": words, "where": where}
            return _("%(step)s: %(note)s") % {"step": text, "note": said["note"]} if said["note"] else text

    return ClauseFormatter


class MergedFormatter(LogFormatter):
    label = gettext_lazy("Merged with another entry")

    def format_message(self, log_entry):
        return _("Merged with another entry of the same document: %(number)s %(title)s") % {
            "number": log_entry.data.get("number", ""),
            "title": log_entry.data.get("title", ""),
        }


_SOURCE_WORDS = {
    DECIDED: gettext_lazy("Decided between sources"),
    DECISION_UNDONE: gettext_lazy("Decision between sources taken back"),
    TEXT_SHOWN: gettext_lazy("Another version of the text shown"),
    TEXT_RELEASED: gettext_lazy("The text is chosen by the rules again"),
}


def _of_sources(words):
    """The step, the field, the source that was taken, and the note."""

    class Formatter(LogFormatter):
        label = words

        def format_message(self, log_entry):
            data = log_entry.data
            field, source = data.get("field", ""), data.get("source", "")
            told = [field_label(field) if field else "", source_name(source) if source else "", data.get("note", "")]
            parts = ", ".join(part for part in told if part)
            return _("%(step)s: %(note)s") % {"step": words, "note": parts} if parts else str(words)

    return Formatter
