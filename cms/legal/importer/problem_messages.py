"""The sentences in which an import reports what is wrong with a row, a file or a text (codes of ``ImportProblem``)."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS = {
    "not_utf8": _("The line is not UTF-8 text."),
    "not_json": _("The line is not valid JSON."),
    "not_object": _("The line is not a JSON object with fields."),
    "not_text": _("“%(field)s” is not text."),
    "line_too_long": _("The line is longer than %(limit)s MB."),
    "no_number": _("The number is missing."),
    "no_article": _("The number of the article is missing."),
    "article_of_several": _("Several documents of the file have this number; it is not clear whose article this is."),
    "unknown_kind": _("Files of this kind cannot be imported. Possible: %(kinds)s."),
    "unreadable": _("The file is damaged or not what its name says: %(message)s"),
    "number_too_long": _("The number is too long: %(value)s…"),
    "bad_date": _("“%(field)s” is not a date: %(value)s. It was left out; the rest of the row counts."),
    "no_value": _("“%(field)s” holds “%(value)s”, which is no value; it was left out."),
    "formula_without_value": _(
        "“%(field)s” holds a formula whose result the file does not have; open it in the table program and save it "
        "again."
    ),
    "too_long": _("“%(field)s” has more than %(limit)s letters: %(value)s…"),
    "too_many_names": _("“%(field)s” names more than %(limit)s."),
    "too_much_text_of_one": _("The texts of this document have together more than %(limit)s MB."),
    "number_repeated": _(
        "More than %(limit)s documents of the file have this number, and the row does not tell type, issuer and date "
        "by which they could be told apart."
    ),
    "extra_cells": _(
        "Cell %(cell)s stands beside the last heading: the values of this row have moved. A text with commas needs "
        "quotation marks."
    ),
    "unknown_columns": _("Columns that the library does not know were left out: %(columns)s."),
    "columns_twice": _("These columns say what an earlier one says already; they were left out: %(columns)s."),
    "unknown_status": _("“%(field)s”: nobody knows the status “%(value)s”; it was left out."),
    "part_of_source": _(
        "The status “%(status)s” was left out: which part has ended, and on which day, follows from the documents that "
        "the library holds."
    ),
    "status_of_source": _(
        "The status “%(status)s” was taken from the row, which gives no day for it; please check and add the day."
    ),
    "empty_table": _("The table is empty."),
    "no_number_column": _(
        "No column is headed “Số ký hiệu”. The headings found: %(columns)s. The template shows how they are named."
    ),
    "too_many_columns": _("The table has more than %(limit)s columns."),
    "row_too_long": _("A row of the table is longer than %(limit)s MB; perhaps a quotation mark was never closed."),
    "cell_too_long": _("The text in cell %(cell)s is longer than any cell can be."),
    "csv_quotes": _("The quotation marks in row %(line)s do not match; the table cannot be read from there on."),
    "encoding": _(
        "The letters of the file cannot be read; it is neither UTF-8 nor UTF-16 nor Windows-1258. Save it as "
        "“CSV UTF-8” or XLSX."
    ),
    "not_workbook": _("The file is damaged, protected by a password or no XLSX. Save it once more as XLSX."),
    "too_much_text": _("The workbook holds more text than a list of documents can have."),
    "too_many_rows": _("The file has more than %(limit)s rows; divide it."),
    "too_many_documents": _("The file has more documents than one import can take (%(limit)s); divide it."),
    "articles_not_list": _("“articles” is not a list."),
    "article_not_object": _("Article no. %(position)s in the list is not an object."),
    "bad_provision": _("Part no. %(position)s of the text has no valid kind or anchor."),
    "anchor_twice": _("Two parts of the text have the same anchor."),
    "bad_choice": _("“%(field)s” has no value “%(value)s”."),
    "not_list": _("“%(field)s” is not a list of objects."),
    "ambiguous": _("Several documents of the library fit this number; nothing was changed."),
    "database": _("The database refused the row: %(message)s"),
    "missing": _("Data missing: %(fields)s."),
    "unknown_type": _("The library has no document type “%(value)s”; the type was left empty."),
    "new_body": _("New issuing body, name as printed: %(value)s."),
    "end_before_start": _(
        "The document would end on %(end)s, before it begins on %(start)s. A new document stays a draft until somebody "
        "has checked it."
    ),
    "issued_in_future": _(
        "The date of issue, %(issued)s, lies in the future. A new document stays a draft until somebody has checked it."
    ),
    "type_contradicts_symbol": _(
        "The type “%(type)s” does not go with the symbol %(symbol)s. A new document stays a draft until somebody has "
        "checked it."
    ),
    "two_dates": _("The source gives two dates of issue, %(chosen)s (taken) and %(other)s; please check."),
    "no_page": _("The source has no page for this document."),
    "translation": _("The row holds a translation (%(language)s); the library keeps the Vietnamese text."),
    "no_text": _("The row has no text; only what is known of the document came in."),
    "other_number": _("The text carries another number, %(other)s; please check which document it is."),
    "other_document": _(
        "Title and address of the row name another document, %(other)s. Only its text was kept, not shown before "
        "somebody has looked at it."
    ),
    "other_title": _("The text has another title, “%(other)s”; please check which document it is."),
    "other_number_in_file": _("The file “%(file)s” carries another number, %(other)s; please check."),
    "read_from_text": _("Issuing body and date were read from the head of the text (%(issuer)s); please check."),
    "other_year": _("The text is dated %(issued)s, which does not fit the number; the date of issue was left empty."),
    "status_unread": _("The status “%(status)s” is not understood; it was left out."),
    "text_held": _("The text is kept, but not shown before somebody has looked at it: %(reasons)s."),
    "file_missing": _("The archive has no file “%(file)s”."),
    "scan": _("A scan without a text layer: its data has to be typed."),
    "file_state": _("The file cannot be read: %(reason)s."),
    "withdrawn": _("Whoever ordered it no longer works on the library. Somebody who does can upload the file again."),
    "unexpected": _("Something unforeseen stopped the import (%(message)s); the administrators find it in the log."),
    "file_unused": _("No row names the file “%(file)s”; it was left out."),
    "file_scan": _("“%(file)s” is a scan without a text layer; it is attached and marked so."),
    "file_unread": _("The text of “%(file)s” cannot be read (%(reason)s); the file is attached as it is."),
    "file_kind": _("“%(file)s” is no file that the library keeps; it was left out."),
    "file_other": _("The content of “%(file)s” is not what its name says; it was left out."),
    "zip_path": _("The archive holds a path that leads out of it (%(name)s); it was refused."),
    "zip_link": _("The archive holds a link to another file (%(name)s); it was refused."),
    "zip_password": _("The archive is protected by a password."),
    "zip_empty": _("The archive holds no files."),
    "zip_members": _("The archive holds more than %(limit)s files."),
    "zip_bomb": _("“%(name)s” in the archive unpacks to far more than a document can have; the archive was refused."),
    "zip_total": _("The archive unpacks to more than %(limit)s GB."),
    "zip_tables": _("The archive holds several tables (%(names)s); put each into an archive of its own."),
    "too_large": _("The file unpacks to more than %(limit)s GB."),
    "sources_not_believed": _(
        "What the row says of other sources was left out: an upload is the office's own word. An export with its "
        "sources is read back by manage.py import_legal_documents."
    ),
    "merged": _("Same document as line %(line)s; the rows were merged."),
}


#: What became of a file whose text was wanted (states of ``importer.documents.sources``).
STATES = {
    "text": _("has a text"),
    "no_text": _("a scan without a text layer"),
    "encrypted": _("protected by a password"),
    "unreadable": _("damaged or not what its name says"),
    "too_large": _("too large"),
    "old_word": _("in Word's old format; save it as .docx"),
    "other_kind": _("not what its name says"),
    "unknown_kind": _("of a kind whose text is not read"),
}


def state_label(state: str) -> str | Promise:
    """Returns what became of a file whose text was wanted. Raises ``KeyError`` for an unknown state."""
    return STATES[state]
