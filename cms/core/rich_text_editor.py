"""Wagtail's editor of rich text, for what no editor sends: its reader ends every surprise with a server error."""

from __future__ import annotations

from wagtail.admin.rich_text import DraftailRichTextArea


class RichTextArea(DraftailRichTextArea):
    def value_from_datadict(self, data, files, name):
        """Text that is not the editor's is left out, as an empty field: nobody typed it there."""
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            return ""
