"""The library in the admin: documents, types, issuing bodies, fields of law. For the office's librarians."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from cms.legal.admin_views import hooks as workplace_hooks
from cms.legal.admin_views.chooser import (
    BodyChooserViewSet,
    DocumentChooserViewSet,
    TypeChooserViewSet,
    find_bodies,
    find_types,
)
from cms.legal.admin_views.document_form.panels import document_form
from cms.legal.admin_views.export_views import export_buttons
from cms.legal.admin_views.filters import LegalDocumentFilterSet
from cms.legal.citations.mending import hooks
from cms.legal.citations.typed_lookup import typed_condition
from cms.legal.models import DocumentType, IssuingBody, LegalDocument, LegalField
from cms.legal.validity.status_periods import known_subquery
from cms.tenancy.editing.rejected_submission import RestoresRejectedSnippetForm


class DocumentIndexView(IndexView):
    is_searchable = True

    def search_queryset(self, queryset):
        """By number or title, with or without marks, straight from the table: always up to date."""
        return queryset.filter(typed_condition(self.search_query)) if self.is_searching else queryset

    @property
    def header_more_buttons(self):
        def address(kind):
            return reverse("library_work:export", args=[kind])

        return [*super().header_more_buttons, *export_buttons(address, self.request.GET.urlencode())]


class DocumentCreateView(RestoresRejectedSnippetForm, CreateView):
    pass


class DocumentEditView(RestoresRejectedSnippetForm, EditView):
    @property
    def header_more_buttons(self):
        address = reverse("library_work:akoma", args=[self.object.pk])
        button = Button(_("Akoma Ntoso XML"), url=address, icon_name="download", priority=60)
        return [*super().header_more_buttons, *([button] if self.object.provisions.exists() else [])]


class FoldedIndexView(IndexView):
    """Search that ignores marks, over every spelling of a name."""

    is_searchable = True

    def search_queryset(self, queryset):
        return queryset.filter(find_bodies(self.search_query)) if self.is_searching else queryset


class LegalDocumentViewSet(SnippetViewSet):
    model = LegalDocument
    icon = "doc-full"
    menu_label = _("Legal documents")
    edit_handler = document_form
    index_view_class = DocumentIndexView
    add_view_class = DocumentCreateView
    edit_view_class = DocumentEditView
    shows_again = True
    filterset_class = LegalDocumentFilterSet
    chooser_viewset_class = DocumentChooserViewSet
    list_per_page = 50
    ordering = ["-issued_on", "-number_key", "-pk"]
    inspect_view_enabled = False
    copy_view_enabled = False  # a copy would be the same document a second time
    list_display = [
        "number_raw",
        Column("title_short", label=_("Title"), accessor=lambda document: Truncator(document.title).chars(110)),
        Column("issuers", label=_("Issuing body"), accessor=lambda document: "; ".join(document.issuer_names)),
        Column(
            "issued_on",
            label=_("Issued on"),
            sort_key="issued_on",
            accessor=lambda document: date_format(document.issued_on, "d/m/Y") if document.issued_on else "",
        ),
        Column("status_label", label=_("Status today"), accessor="status_label"),
        Column("missing_data", label=_("Missing"), accessor=lambda document: ", ".join(document.missing_labels)),
        LiveStatusTagColumn(),
    ]

    def get_queryset(self, request):
        rows = LegalDocument.objects.select_related("doc_type", "locale").prefetch_related("issuer_links")
        return rows.annotate(known_today=known_subquery(timezone.localdate()))


class DocumentTypeIndexView(IndexView):
    """Search that ignores marks."""

    is_searchable = True

    def search_queryset(self, queryset):
        return queryset.filter(find_types(self.search_query)) if self.is_searching else queryset


class DocumentTypeViewSet(SnippetViewSet):
    model = DocumentType
    index_view_class = DocumentTypeIndexView
    chooser_viewset_class = TypeChooserViewSet
    icon = "tag"
    menu_label = _("Document types")
    list_display = ["name", "abbreviation", "nature", "rank"]
    list_filter = ["nature"]
    ordering = ["rank", "name"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("abbreviation")]),
        FieldPanel("name_en"),
        FieldRowPanel([FieldPanel("nature"), FieldPanel("rank")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
    ]


class IssuingBodyViewSet(SnippetViewSet):
    model = IssuingBody
    icon = "group"
    menu_label = _("Issuing bodies")
    chooser_viewset_class = BodyChooserViewSet
    index_view_class = FoldedIndexView
    list_display = ["name", "abbreviation", "level", "territory", "valid_from", "valid_to"]
    list_filter = ["level", "education"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("abbreviation")]),
        FieldPanel("name_en"),
        FieldPanel("aliases"),
        FieldRowPanel([FieldPanel("level"), FieldPanel("territory")]),
        FieldPanel("education"),
        FieldPanel("school"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]), FieldPanel("successors")],
            heading=_("Since when, until when, followed by whom"),
            help_text=_("A body that ends keeps its documents, and they stay in force until somebody ends them."),
        ),
    ]


class LegalFieldViewSet(SnippetViewSet):
    model = LegalField
    icon = "list-ul"
    menu_label = _("Fields of law")
    list_display = ["name", "slug"]
    search_fields = ["name"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]


class LibraryGroup(SnippetViewSetGroup):
    items = (LegalDocumentViewSet, DocumentTypeViewSet, IssuingBodyViewSet, LegalFieldViewSet)
    menu_label = _("Legal library")
    menu_icon = "openquote"
    menu_order = 250

    def get_submenu_items(self):
        return [*super().get_submenu_items(), *workplace_hooks.register_menu_items(), *hooks.register_menu_items()]
