"""Words for what provisioning finds wrong or mends (``spec.Problem`` carries codes only)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.home.provisioning.spec import SpecProblem

FIELD_LABELS = {
    "code": gettext_lazy("code"), "name": gettext_lazy("name"), "short_name": gettext_lazy("short name"),
    "level": gettext_lazy("level"), "ownership": gettext_lazy("ownership"), "address": gettext_lazy("address"),
    "commune": gettext_lazy("commune or ward"), "authority": gettext_lazy("governing authority"),
    "host_label": gettext_lazy("host name"), "authority_since": gettext_lazy("valid from"),
}  # fmt: skip

PROBLEM_MESSAGES = {
    "required": gettext_lazy("The field “%(field)s” is empty."),
    "too_long": gettext_lazy("The field “%(field)s” has %(length)s characters; at most %(limit)s are possible."),
    "code_form": gettext_lazy(
        "The code “%(value)s” may hold letters without marks, digits and . _ / - only (at most 40)."
    ),
    "name_form": gettext_lazy("The name “%(value)s” holds no letters."),
    "level_unknown": gettext_lazy("The level is missing and cannot be read from the name “%(value)s”."),
    "level_form": gettext_lazy("The level “%(value)s” is unknown; possible are %(levels)s."),
    "ownership_form": gettext_lazy("The ownership “%(value)s” is unknown; possible are public and private."),
    "host_form": gettext_lazy("“%(value)s” cannot be part of a host name (a–z, 0–9 and inner hyphens; at most 63)."),
    "host_reserved": gettext_lazy("The host name “%(value)s” is reserved."),
    "host_taken": gettext_lazy("The host name “%(value)s” is taken by another site."),
    "authority_unknown": gettext_lazy("No governing authority “%(value)s” is known."),
    "authority_ambiguous": gettext_lazy("Several governing authorities are called “%(value)s”; give the number."),
    "authority_ended": gettext_lazy("The governing authority “%(value)s” ended on %(date)s."),
    "host_stays": gettext_lazy("The school keeps its address %(value)s; the other one was not taken."),
    "authority_level": gettext_lazy("The level of the governing authority “%(value)s” cannot be read from its name."),
    "authority_missing": gettext_lazy("No governing authority is given."),
    "authority_differs": gettext_lazy(
        "The school is governed by “%(value)s”; use transfer_schools to change that on a date."
    ),
    "code_twice": gettext_lazy("The code “%(value)s” stands on line %(line)s already."),
    "school_twice": gettext_lazy("The same school stands on line %(line)s already."),
    "date_form": gettext_lazy("“%(value)s” is not a date (write 2025-07-01 or 01/07/2025)."),
    "no_office": gettext_lazy("The office portal does not exist yet; run “manage.py create_office” first."),
}

FILE_ERROR_MESSAGES = {
    "missing": gettext_lazy("The file %(path)s does not exist."),
    "empty": gettext_lazy("The file is empty."),
    "too_large": gettext_lazy("The file is too large (more than %(limit)s MB)."),
    "kind": gettext_lazy("“%(suffix)s” cannot be read; give a .csv or .xlsx file."),
    "binary": gettext_lazy("The file is not a text file although it is called .csv."),
    "encoding": gettext_lazy("The file is not in UTF-8. Save it again as “CSV UTF-8”."),
    "broken_csv": gettext_lazy("Line %(line)s cannot be read as CSV."),
    "broken_xlsx": gettext_lazy("The file cannot be read as an Excel workbook (.xlsx)."),
    "no_rows": gettext_lazy("The file has a header but no rows."),
    "too_many_rows": gettext_lazy("The file has more than %(limit)s rows; divide it."),
    "no_name_column": gettext_lazy("No column holds the schools' names (header “name” or “tên trường”)."),
    "column_twice": gettext_lazy("Two columns mean the same: %(column)s."),
}


def describe_file_error(error: Any) -> str:
    """Words for a ``rows.FileError``."""
    return str(FILE_ERROR_MESSAGES[error.code]) % error.params


def describe_problem(problem: SpecProblem) -> str:
    """One sentence in the active language."""
    params = {**problem.params, "field": FIELD_LABELS.get(problem.field, problem.field)}
    return str(PROBLEM_MESSAGES[problem.code]) % params


def describe_problems(problems: list[SpecProblem]) -> str:
    return " ".join(describe_problem(problem) for problem in problems) or _("Unknown problem.")
