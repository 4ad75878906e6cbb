"""The block with which an editor promotes a page or document above the results of a query."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock


class PromotionBlock(blocks.StructBlock):
    questions = blocks.TextBlock(
        label=_("Questions"),
        rows=3,
        max_length=1000,
        help_text=_("What people type, one question a line. Marks and capitals do not matter."),
    )
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    # Not "document": row-level access control identifies choosers by name; that one chooses a school's files.
    law = SnippetChooserBlock("legal.LegalDocument", label=_("Document of the library"), required=False)
    note = blocks.CharBlock(
        label=_("Note"), required=False, max_length=200, help_text=_("A line below the title: why this answers.")
    )

    class Meta:
        icon = "pin"
        label = _("Promoted result")

    def clean(self, value):
        found = super().clean(value)
        if bool(found["page"]) == bool(found["law"]):
            problem = ValidationError(_("Choose a page or a document: one of them."))
            raise StructBlockValidationError(block_errors={"page": problem})
        return found
