"""Public pages of the library; the same on every site (the library belongs to all schools)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.page_cache.policy import cached_until_changed
from cms.legal.citations.cited_by import citation_listing
from cms.legal.citations.store import CITED
from cms.legal.citations.typed_lookup import find_documents
from cms.legal.documents import library, school_papers
from cms.legal.exporter.word import to_docx
from cms.legal.pages.document_context import breadcrumb_items, cached_context
from cms.legal.pages.document_editions import describe_version, official_url, short_label
from cms.legal.pages.document_text import blocks_of_nodes, law_text_of
from cms.legal.pages.former_addresses import redirect_former_addresses
from cms.legal.pages.library_list import FILTERS, list_context
from cms.legal.parsing.citation_text import full_title
from cms.legal.parsing.texts.compare import compare_texts as comparison
from cms.legal.sources.visibility import nodes_of, other_versions, sound_versions
from cms.legal.validity.facts import document_name


@cached_until_changed("page", *FILTERS)
@require_safe
def library_list(request):
    return render(
        request,
        "legal/document_list.html",
        {**list_context(request.GET, request.site_info), "crumbs": breadcrumb_items()[:1]},
    )


@cached_until_changed("day", counters=(CITED,))
@require_safe
def document(request, slug):
    """A document at its permalink; what was merged leads to what was kept. Other spellings of its number lead there; a
    number that several documents carry gives a page of choices, never a guess; anything else is 404 with a search."""
    found = library.document_at(slug)
    if found:
        if elsewhere := school_papers.address_elsewhere(found, request.site_info):
            return redirect(elsewhere)
        return render(request, "legal/document_page.html", cached_context(found, request))
    if kept := library.merged_into(slug):
        return redirect(kept.get_absolute_url(), permanent=True)
    choices = find_documents(slug)
    if len(choices) == 1:
        return redirect(choices[0].get_absolute_url())  # temporary: a second document may bear the number one day
    if choices:
        return render(
            request, "legal/document_choice.html", {"documents": choices, "asked": slug, "crumbs": breadcrumb_items()}
        )
    return render(request, "legal/document_missing.html", {"asked": slug, "crumbs": breadcrumb_items()}, status=404)


@cached_until_changed()
@require_safe
def other_text(request, slug, version):
    """A text of another source that raises no doubt, beside the one that is shown. Former, doubted and unknown ones are
    404, as is everything of a document that is not public."""
    document = library.public_document(slug)
    if document is None:
        raise Http404
    if elsewhere := school_papers.address_elsewhere(document, request.site_info):
        return redirect(elsewhere)
    found = next((one for one in other_versions(sound_versions(document)) if one.pk == version), None)
    if found is None:
        raise Http404
    library.with_translations([document], translation.get_language() or "vi")
    place = {"title": document.number_raw, "url": document.get_absolute_url()}
    blocks = blocks_of_nodes(nodes_of(found))
    context = {
        "document": document, "blocks": blocks, "divided": any(block.divides for block in blocks),
        "state": describe_version(document, found),
        "short": short_label(found), "official": official_url(document, found), "crumbs": [*breadcrumb_items(), place],
    }  # fmt: skip
    return render(request, "legal/document_other_text.html", context)


@cached_until_changed()
@redirect_former_addresses
def compare(request, old, new):
    """Two documents whose texts the library holds, the older one first."""
    texts = [list(document.provisions.filter(kind="article").order_by("order", "pk")) for document in (old, new)]
    if not all(texts):
        raise Http404(_("Both documents must be in the library with their text."))
    differences = [row for row in comparison(*texts) if row.differs]
    context = {
        "old": old,
        "new": new,
        "old_name": document_name(old),
        "new_name": document_name(new),
        "differences": differences,
    }
    return render(request, "legal/document_compare.html", {**context, "crumbs": breadcrumb_items()})


@cached_until_changed("page", "who", counters=(CITED,))
@redirect_former_addresses
def cited_by(request, document):
    """Live public pages and documents that cite this one."""
    place = {"title": document.number_raw, "url": document.get_absolute_url()}
    context = {
        "document": document,
        "crumbs": [*breadcrumb_items(), place],
        **citation_listing(document, request.GET, request.site_info),
    }
    return render(request, "legal/cited_by.html", context)


WORD_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@redirect_former_addresses
def document_as_word(request, document):
    """The text that the library holds as a Word file: the Vietnamese one, with its status on the day."""
    versions = sound_versions(document)
    with translation.override("vi"):
        blocks = law_text_of(document, document.facts, None, versions).blocks
    if not blocks:
        raise Http404(_("The library does not hold the text of this document."))
    with translation.override("vi"):
        name = full_title(document.doc_type.name if document.doc_type_id else "", document.title) or document.number_raw
        notes = [
            f"{document.number_raw} · {'; '.join(document.issuer_names)}".strip(" ·"),
            _("Status as of %(day)s: %(status)s.")
            % {"day": f"{timezone.localdate():%d/%m/%Y}", "status": document.badge.sentence},
            _("From the library of legal documents: %(address)s. The status may have changed since.")
            % {"address": document.canonical_url},
            describe_version(document, next((version for version in versions if version.shown), None)),
        ]
        file = to_docx(name, notes, blocks)
    response = HttpResponse(file, content_type=WORD_CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{document.slug}.docx"'
    return response
