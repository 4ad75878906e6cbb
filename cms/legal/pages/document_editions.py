"""What a text is: whose, of which day, as issued or as amended; where the official one stands; which others may be
read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.legal.models import LegalDocument, TextVersion
from cms.legal.pages.document_relations import RelationGroup, RelationLink
from cms.legal.sources import source_registry
from cms.legal.sources.visibility import other_versions
from cms.legal.validity import relation_kinds
from cms.tenancy import sites


@dataclass(frozen=True)
class OtherText:
    words: str
    url: str


@dataclass(frozen=True)
class TextState:
    """``words``: what the text is; ``official``: where it stands at its source, empty where that is not known."""

    words: str
    official: str = ""
    others: tuple[OtherText, ...] = ()


def text_state(document: LegalDocument, versions: Sequence[TextVersion]) -> TextState:
    """Of the text that is shown; ``versions``: the document's sound ones."""
    shown = next((version for version in versions if version.shown), None)
    others = tuple(OtherText(short_label(one), version_url(document, one)) for one in other_versions([*versions]))
    return TextState(describe_version(document, shown), official_url(document, shown), others)


def describe_version(document: LegalDocument, version: TextVersion | None) -> str:
    if document.is_consolidated:
        return _consolidated(document.issued_on)  # the day on which a source was read says nothing of it
    if version is None or version.source == source_registry.OFFICE or version.state == TextVersion.State.GIVEN:
        return _("Entered by the library.")
    day = f"{version.stated_on:%d/%m/%Y}" if version.stated_on else ""
    words = {"source": source_registry.source_name(version.source), "day": day}
    if version.state == TextVersion.State.CONSOLIDATED:
        return _consolidated(None)
    if version.state == TextVersion.State.EXTRACT:
        pattern = _("Taken from the codification (Pháp điển), without grounds and signature; as of %(day)s.")
        bare = _("Taken from the codification (Pháp điển), without grounds and signature.")
    else:
        pattern = _("The text as issued, according to %(source)s; read on %(day)s.")
        bare = _("The text as issued, according to %(source)s.")
    return (pattern if words["day"] else bare) % words


def _consolidated(day: datetime.date | None) -> str:
    return _("Consolidated up to %(day)s.") % {"day": f"{day:%d/%m/%Y}"} if day else _("Consolidated text.")


def short_label(version: TextVersion) -> str:
    """For a list of others."""
    words = {
        TextVersion.State.AS_ISSUED: _("text as issued, according to %(source)s"),
        TextVersion.State.EXTRACT: _("extract, according to %(source)s"),
        TextVersion.State.CONSOLIDATED: _("consolidated text, according to %(source)s"),
        TextVersion.State.GIVEN: _("text according to %(source)s"),
    }[TextVersion.State(version.state)]
    return words % {"source": source_registry.source_name(version.source)}


def version_url(document: LegalDocument, version: TextVersion) -> str:
    return sites.build_url("legal_other_text", document.slug, version.pk)


def official_url(document: LegalDocument, version: TextVersion | None) -> str:
    """The address of the text's own record, else that of the document. None is made up from an id: the addresses of
    the national database carry words of the title beside it."""
    own = version.address if version is not None else ""
    return next((address for address in (own, document.source_url) if address.startswith(("https://", "http://"))), "")


def consolidated_in(groups: Iterable[RelationGroup]) -> list[RelationLink]:
    """Public texts that consolidate the document, the newest first."""
    return _linked(groups, outgoing=False)


def consolidates(groups: Iterable[RelationGroup]) -> list[RelationLink]:
    """Of a consolidated text: the documents whose status holds."""
    return _linked(groups, outgoing=True)


def _linked(groups: Iterable[RelationGroup], outgoing: bool) -> list[RelationLink]:
    wanted = [group for group in groups if group.kind == relation_kinds.CONSOLIDATES and group.outgoing == outgoing]
    links = [link for group in wanted for link in group.documents if link.url or outgoing]
    return sorted(links, key=lambda link: (link.issued_on or datetime.date.min, link.name), reverse=True)
