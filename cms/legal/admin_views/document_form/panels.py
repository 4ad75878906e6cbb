"""The editing form of the library's document."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from cms.legal.admin_views.document_form.forms import LegalDocumentForm
from cms.legal.admin_views.document_form.panels_relations import EVENTS, RELATIONS, IncomingPanel
from cms.legal.admin_views.document_form.panels_sources import SourcesPanel

ISSUERS = InlinePanel(
    "issuer_links",
    panels=[FieldPanel("body"), FieldPanel("name_as_printed")],
    heading=_("Issuing bodies"),
    label=_("issuing body"),
    help_text=_(
        "Joint documents have several. Keep the name as it was printed, also when the body has been renamed since."
    ),
)
FILES = InlinePanel(
    "files",
    panels=[
        FieldPanel("file"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("pages"), FieldPanel("has_text_layer")]),
    ],
    heading=_("Files"),
    label=_("file"),
    help_text=_("The first one is offered for download at the top of the page."),
)

document_form = TabbedInterface(
    [
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("number_raw"), FieldPanel("doc_type")]),
                        FieldPanel("title"),
                        FieldPanel("abstract"),
                    ],
                    heading=_("Number and title"),
                ),
                ISSUERS,
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("issued_on"), FieldPanel("place")]),
                        FieldRowPanel([FieldPanel("signer_title"), FieldPanel("signer")]),
                    ],
                    heading=_("Issued"),
                ),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("effective_from"), FieldPanel("effective_to")]),
                        FieldRowPanel([FieldPanel("status_override"), FieldPanel("status_from")]),
                        FieldPanel("status_reason"),
                        FieldRowPanel(
                            [
                                FieldPanel("status_set_by", read_only=True, heading=_("Status set by")),
                                FieldPanel("status_set_at", read_only=True, heading=_("Status set at")),
                            ]
                        ),
                    ],
                    heading=_("Force"),
                    help_text=_("Leave dates empty that you do not know: the status is then shown as not known."),
                ),
                FieldPanel("summary"),
                FILES,
            ],
            heading=_("Legal document"),
        ),
        ObjectList(
            [
                RELATIONS,
                EVENTS,
                IncomingPanel(heading=_("What other documents do to this one")),
            ],
            heading=_("Relations and history"),
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("level"), FieldPanel("nature")]),
                        FieldPanel("education"),
                        FieldPanel("fields"),
                        FieldPanel("audience"),
                    ],
                    heading=_("Where it stands in the library"),
                ),
                MultiFieldPanel(
                    [FieldRowPanel([FieldPanel("gazette_no"), FieldPanel("gazette_on")])], heading=_("Gazette")
                ),
                MultiFieldPanel([FieldPanel("source_url"), FieldPanel("vbpl_id")], heading=_("Source")),
                FieldPanel("confidential"),
            ],
            heading=_("Order and source"),
        ),
        ObjectList([SourcesPanel(heading=_("What the sources say"))], heading=_("Sources")),
    ],
    base_form_class=LegalDocumentForm,
)
