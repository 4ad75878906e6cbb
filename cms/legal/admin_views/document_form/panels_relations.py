"""Panels of the document's form for what it does to others, what happened to it, and what others do to it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, Panel

from cms.legal.models.relations import RelationKind

RELATIONS = InlinePanel(
    "relations",
    panels=[
        FieldPanel("kind"),
        FieldPanel("target"),
        FieldPanel("target_text"),
        FieldPanel("provisions", heading=_("Provisions of the other document")),
        FieldRowPanel([FieldPanel("source_provisions"), FieldPanel("day")]),
        FieldPanel("note"),
    ],
    heading=_("What this document does to others"),
    label=_("relation"),
    help_text=_(
        "Enter each relation once, at the document that acts: the other one shows it by itself, with the right words. "
        "An empty day means the day on which this document comes into force."
    ),
)
EVENTS = InlinePanel(
    "events",
    panels=[
        FieldRowPanel([FieldPanel("kind"), FieldPanel("day")]),
        FieldPanel("provisions", heading=_("Provisions of this document")),
        FieldPanel("by"),
        FieldPanel("by_text"),
        FieldPanel("by_provisions"),
        FieldPanel("note"),
    ],
    heading=_("What happened to this document"),
    label=_("event"),
    help_text=_(
        "Only what no document of the library tells: the end by its own words, or by a document that the library does "
        "not hold yet. An empty day means that it is not known; the status is then shown as not known."
    ),
)


class IncomingPanel(Panel):
    """Read-only: the relations of other documents to this one, each with a link to where it is edited."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "legal/admin/incoming_relations.html"

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            rows = self.instance.relations_in.select_related("source__doc_type").order_by("kind", "-day", "pk")
            return {
                **super().get_context_data(parent_context),
                "rows": [(RelationKind(row.kind).passive, row, _edit_url(row.source)) for row in rows],
            }


def _edit_url(document) -> str:
    return reverse(document.snippet_viewset.get_url_name("edit"), args=[document.pk])
