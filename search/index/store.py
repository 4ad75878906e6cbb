"""Stores entries as rows of the database index and reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from search.backends import groups
from search.backends.database import dialect_tables
from search.backends.posting_encoding import pack_tokens
from search.index.contract import Entry, Tokens
from search.models import IndexEntry, IndexGroup, IndexKey
from search.query_planning.analysis import VERSION, is_exact_bigram, tokens_of

BATCH = 500
_COPIED = (
    "source",
    "kind",
    "title",
    "heading",
    "context",
    "summary",
    "body",
    "number",
    "path",
    "parent_title",
    "site_id",
    "school_id",
    "school",
    "school_name",
    "school_level",
    "commune",
    "authority_id",
    "date",
    "doc_type",
    "issuer",
    "level",
    "law_field",
    "audience",
    "language",
)


def token_text(tokens: Tokens) -> str:
    """Returns the three streams in one line; they stay distinct: pairs have ``_``, exact tokens a non-ASCII letter."""
    return " ".join((*tokens.syllables, *tokens.pairs, *tokens.exact))


def digest_of(entry: Entry) -> str:
    return entry.digest(VERSION)


def _row(entry: Entry, tokens: Tokens, group: IndexGroup) -> IndexEntry:
    text = token_text(tokens)
    return IndexEntry(
        group_id=group.id,
        ref=entry.id,
        digest=digest_of(entry),
        parent_ref=entry.parent_id,
        locales=f" {' '.join(entry.locales)} ",
        story=entry.story,
        tokens=text,
        packed=pack_tokens(token for token in text.split() if not is_exact_bigram(token)),
        syllables=len(tokens.syllables),
        pairs=len(tokens.pairs),
        **{name: getattr(entry, name) for name in _COPIED},
    )


def known_digests(sources: Iterable[str]) -> dict[str, str]:
    """Returns reference → digest of the stored entries of these sources."""
    return dict(IndexEntry.objects.filter(source__in=list(sources)).values_list("ref", "digest"))


def remove_entries(refs: Sequence[str]) -> None:
    for start in range(0, len(refs), BATCH):
        rows = IndexEntry.objects.filter(ref__in=refs[start : start + BATCH])
        dialect_tables().forget(rows)
        IndexKey.objects.filter(entry__in=rows).delete()
        rows.delete()


def write_entries(entries: Sequence[Entry]) -> list[tuple[IndexEntry, tuple[str, ...]]]:
    """Replaces the rows of ``entries``, in one transaction. Returns the rows with their keys."""
    items = []
    with transaction.atomic():
        remove_entries([entry.id for entry in entries])
        for start in range(0, len(entries), BATCH):
            batch = entries[start : start + BATCH]
            of_entries = [groups.group_of(entry) for entry in batch]
            groups.save_groups(of_entries)
            rows = IndexEntry.objects.bulk_create(
                [_row(entry, tokens_of(entry), group) for entry, group in zip(batch, of_entries, strict=True)]
            )
            dialect_tables().learn(rows)
            IndexKey.objects.bulk_create(
                IndexKey(entry_id=row.pk, key=key) for row, entry in zip(rows, batch, strict=True) for key in entry.keys
            )
            items += [(row, entry.keys) for row, entry in zip(rows, batch, strict=True)]
    return items


def engine_items(rows: Collection[IndexEntry]) -> list[tuple[IndexEntry, tuple[str, ...]]]:
    """Returns stored rows with their keys."""
    keys = defaultdict(list)
    pairs = IndexKey.objects.filter(entry_id__in=[row.pk for row in rows]).order_by("pk")
    for pk, key in pairs.values_list("entry_id", "key"):
        keys[pk].append(key)
    return [(row, tuple(keys[row.pk])) for row in rows]
