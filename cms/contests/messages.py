"""What people are told, by code."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSAL_MESSAGES: dict[str, str | Promise] = {
    "not_open": _("This round is not open now."),
    "consent": _("Please agree to the conditions first."),
    "code": _("This code is not known here. Compare it with your slip of paper, letter by letter."),
    "account": _("Please sign in first."),
    "no_attempt_left": _("You have already had all attempts that the rules allow."),
    "not_begun": _("Nothing has been begun with this code. Choose the contest and enter."),
    "school": _("Several schools, or none, have this name. Write it in full, with the commune, or its code."),
    "needed": _("Please fill in this field."),
}

PROBLEM_MESSAGES: dict[str, str | Promise] = {
    "many_lines": _("At most %(most)s lines."),
    "long_line": _("A line has at most %(most)s letters."),
    "few_options": _("At least two lines are needed."),
    "same_twice": _("Two lines say the same."),
    "one_right": _("Mark exactly one right answer with a star (*)."),
    "some_right": _("Mark the right answers with a star (*)."),
    "true_or_false": _("Write “đúng” or “sai”."),
    "no_pair": _("A pair is written “left = right”: %(line)s"),
    "no_answer": _("Write at least one accepted answer."),
    "no_rubric": _("Write each criterion as “points | what is expected”: %(line)s"),
}


def describe_problem(error) -> str:
    """Of a ``InvalidContent``."""
    return str(PROBLEM_MESSAGES[error.code]) % error.params


FILE_MESSAGES: dict[str, str | Promise] = {
    "too_large": _("The file is larger than %(most)s MB."),
    "encoding": _("The text is not in UTF-8. Save it as UTF-8 and try again."),
    "empty": _("There is no question in the file."),
    "many": _("At most %(most)s questions in one file."),
    "xml": _("This is no Moodle XML, or it contains a doctype or entities, which are not read."),
    "xlsx": _("The workbook cannot be read. Save it as .xlsx and try again."),
    "headings": _("The first row needs the headings of the template."),
    "ending": _("Only .xlsx, .gift, .txt and .xml files are read."),
}
PROBLEM_MESSAGES.update(
    {
        "text": _("The question has no text, or more than 4,000 letters."),
        "kind": _("This kind of question is not known."),
        "gift": _("This is not understood as a GIFT question."),
    }
)


def describe_file_refusal(error) -> str:
    """Of a ``FileRefused``."""
    return str(FILE_MESSAGES[error.code]) % error.params
