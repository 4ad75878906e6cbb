"""Public pages of the library; the same on every site (the library belongs to all schools)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.legal import library
from cms.legal.citation_text import full_title
from cms.legal.citations.cited_by import listing
from cms.legal.compare import compare as comparison
from cms.legal.document_context import crumbs, document_context
from cms.legal.document_text import blocks_of
from cms.legal.exporter.word import to_word
from cms.legal.facts import name_of
from cms.legal.library_list import list_context


@require_safe
def library_list(request):
    return render(request, "legal/document_list.html", {**list_context(request.GET), "crumbs": crumbs()[:1]})


@require_safe
def document(request, slug):
    """A document at its permalink; what was merged leads to what was kept. Other spellings of its number lead there; a number that several
    documents carry gives a page of choices, never a guess; anything else is 404 with a search."""
    found = library.public_document(slug)
    if found:
        return render(request, "legal/document_page.html", document_context(found, request))
    if kept := library.merged_into(slug):
        return redirect(kept.get_absolute_url(), permanent=True)
    choices = library.find_by_number(slug)
    if len(choices) == 1:
        return redirect(choices[0].get_absolute_url())  # temporary: a second document may bear the number one day
    if choices:
        return render(request, "legal/document_choice.html", {"documents": choices, "asked": slug, "crumbs": crumbs()})
    return render(request, "legal/document_missing.html", {"asked": slug, "crumbs": crumbs()}, status=404)


@require_safe
def compare(request, slug, other):
    """Two documents whose texts the library holds, the older one first."""
    found = [library.public_document(address) for address in (slug, other)]
    texts = [
        list(document.provisions.filter(kind="article").order_by("order", "pk")) if document else []
        for document in found
    ]
    if not all(texts):
        raise Http404(_("Both documents must be in the library with their text."))
    differences = [row for row in comparison(*texts) if row.differs]
    old, new = found
    context = {"old": old, "new": new, "old_name": name_of(old), "new_name": name_of(new), "differences": differences}
    return render(request, "legal/document_compare.html", {**context, "crumbs": crumbs()})


@require_safe
def cited_by(request, slug):
    """Live public pages and documents that cite the one at this address."""
    found = library.public_document(slug)
    if found is None:
        raise Http404
    place = {"title": found.number_raw, "url": found.get_absolute_url()}
    context = {"document": found, "crumbs": [*crumbs(), place], **listing(found, request.GET, request.site_info)}
    return render(request, "legal/cited_by.html", context)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def word(request, slug):
    """The text that the library holds as a Word file: the Vietnamese one, with its status on the day."""
    found = library.public_document(slug)
    blocks = blocks_of(found, found.facts, {}) if found else []
    if not blocks:
        raise Http404(_("The library does not hold the text of this document."))
    with translation.override("vi"):
        name = full_title(found.doc_type.name if found.doc_type_id else "", found.title) or found.number_raw
        notes = [
            f"{found.number_raw} · {'; '.join(found.issuer_names)}".strip(" ·"),
            _("Status as of %(day)s: %(status)s.")
            % {"day": f"{timezone.localdate():%d/%m/%Y}", "status": found.status_label},
            _("From the library of legal documents: %(address)s. The status may have changed since.")
            % {"address": found.canonical_url},
        ]
    response = HttpResponse(to_word(name, notes, blocks), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.docx"'
    return response
