"""The same questions on every engine. ``golden.jsonl``: what must come first, or all that may come."""

import json
import re
from pathlib import Path

import pytest

from search.results_page.service import search

GOLDEN = [
    json.loads(line) for line in (Path(__file__).parent / "golden.jsonl").read_text(encoding="utf-8").splitlines()
]


def name_of(hit) -> str:
    """ "102/2016/QH13", "102/2016/QH13#5", "…#5-khoan-2" or "page:title"."""
    if hit.kind == "provision":
        return f"{hit.number}#{re.search(r'#dieu-(.+)$', hit.url)[1]}"
    return hit.number if hit.kind == "document" else f"page:{hit.plain_title}"


def test_golden_queries(backend, content):
    failures = []
    for case in GOLDEN:
        names = [name_of(hit) for hit in search(case["query"], content.a_site, backend=backend).hits]
        good = names == case["only"] if "only" in case else names[:1] == [case["first"]]
        if not good:
            failures.append(f"{case['query']} ({case['why']}): {names[:3]}")
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize(
    "query", ["luật trẻ em", "giáo dục phổ thông", "quyền vui chơi của trẻ em", "an toàn giao thông"]
)
def test_engines_count_and_order_as_the_database_does(backend, content, query):
    ours = search(query, content.a_site, size=20)
    theirs = search(query, content.a_site, size=20, backend=backend)
    assert theirs.total == ours.total
    assert theirs.facets == {name: dict(counts) for name, counts in ours.facets.items()}
    assert dict(theirs.scopes) == {name: ours.scopes.get(name, 0) for name in theirs.scopes}
    assert {hit.ref for hit in theirs.hits} == {hit.ref for hit in ours.hits}
    assert [hit.score for hit in theirs.hits] == pytest.approx([hit.score for hit in ours.hits], rel=0.05, abs=0.2)


def test_filters_keep_their_siblings_counts(backend, content):
    plain = search("tiêu đề", content.a_site, backend=backend)
    one = search("tiêu đề", content.a_site, filters={"doc_type": ["Nghị định"]}, backend=backend)
    assert one.total == plain.facets["doc_type"]["Nghị định"] < plain.total
    assert dict(one.facets["doc_type"]) == dict(plain.facets["doc_type"])
    assert set(one.facets["issuer"]) == {"Chính phủ"}
    both = search("tiêu đề", content.a_site, filters={"doc_type": ["Nghị định", "Thông tư"]}, backend=backend)
    assert both.total == sum(plain.facets["doc_type"].get(name, 0) for name in ("Nghị định", "Thông tư"))


def test_scopes_are_counted_whatever_is_chosen(backend, content):
    results = {
        scope: search("trường", content.b_site, scope=scope, backend=backend, size=100)
        for scope in ("site", "all", "library")
    }
    counts = {tuple(sorted(dict(r.scopes).items())) for r in results.values()}
    assert len(counts) == 1
    for scope, found in results.items():
        copies = sum(len(hit.copies) for hit in found.hits)  # of one story are one result
        assert found.total + copies == found.scopes.get(scope, 0)
        if scope == "site":
            assert found.total
            assert {hit.school for hit in found.hits} == {content.b.name}
        if scope == "library":
            assert {hit.kind for hit in found.hits} <= {"document", "provision"}


def test_newest_first(backend, content):
    dates = [hit.date for hit in search("trường", content.a_site, sort="date", backend=backend).hits]
    assert len(dates) > 2
    assert dates == sorted(dates, reverse=True)


def test_pages_of_results_do_not_overlap(backend, content):
    seen = [hit.ref for page in (1, 2, 3) for hit in search("quy định", None, page=page, size=5, backend=backend).hits]
    assert len(seen) == 15 == len(set(seen))


def test_an_article_links_to_its_anchor_and_shows_its_words(backend, content):
    hit = search("quyền vui chơi giải trí sau giờ học", content.a_site, backend=backend).hits[0]
    assert hit.url == "/van-ban/102-2016-qh13/#dieu-3"
    assert hit.parent_title == "Luật Trẻ em"
    assert "<mark>" in hit.excerpt
