"""Do vectors learnt from the codification find what words do not? Latent semantic analysis (tf-idf of syllables and
pairs, truncated singular values) as a second source of candidates beside BM25.

``python -m benchmarks.search.vectors [--size 200] [--folders DIR …]``; needs scikit-learn, which is no requirement of
the project. A folder has the shape of a question set (``benchmarks.search.benchmark``).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from benchmarks.search.benchmark import percentile, read_corpus, read_questions
from benchmarks.search.codification import FOLDER, articles
from search.query_planning.analysis import HEADING_WEIGHT, bigrams, syllables

K1, B = 0.9, 0.6
SHOWN, CANDIDATES, FUSED = 10, 40, 60


def terms(text: str) -> list[str]:
    folded = [one for _, one in syllables(text)]
    return [*folded, *bigrams(folded)]


def _same(found: list[str]) -> list[str]:
    return found


class Words:
    """BM25 over syllables and pairs, as the product weighs them."""

    def __init__(self, documents: Sequence[list[str]]):
        self.counter = CountVectorizer(analyzer=_same)
        counts = self.counter.fit_transform(documents).astype(np.float32).tocsr()
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        having = np.asarray((counts > 0).sum(axis=0)).ravel()
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        counts.data = counts.data / (counts.data + norm[rows])
        weights = np.log(1 + (counts.shape[0] - having + 0.5) / (having + 0.5))
        self.table = (counts @ sparse.diags(weights)).T.tocsr()

    def scores(self, asked: list[str]) -> np.ndarray:
        known = [self.counter.vocabulary_[term] for term in set(asked) if term in self.counter.vocabulary_]
        return np.asarray(self.table[known].sum(axis=0)).ravel()


class Vectors:
    """What a text is about, in ``size`` numbers, learnt from ``texts``."""

    def __init__(self, texts: Sequence[list[str]], size: int, vocabulary: int):
        self.counter = CountVectorizer(analyzer=_same, min_df=5, max_df=0.3, max_features=vocabulary)
        self.weights = TfidfTransformer(sublinear_tf=True)
        table = self.weights.fit_transform(self.counter.fit_transform(texts))
        self.space = TruncatedSVD(size, n_iter=2, random_state=0).fit(table)

    def of(self, texts: Sequence[list[str]]) -> np.ndarray:
        found = self.space.transform(self.weights.transform(self.counter.transform(texts))).astype(np.float32)
        return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)

    def megabytes(self, documents: int) -> float:
        """Of the terms and of so many documents, at two bytes a number."""
        return (len(self.counter.vocabulary_) + documents) * self.space.n_components * 2 / 1e6


def fused(*orders: Sequence[int]) -> list[int]:
    """Reciprocal ranks added up."""
    found: dict[int, float] = {}
    for order in orders:
        for place, one in enumerate(order):
            found[one] = found.get(one, 0.0) + 1 / (FUSED + place)
    return sorted(found, key=lambda one: -found[one])


def _figures(orders: Sequence[Sequence[int]], right: Sequence[set[int]]) -> str:
    ranks = [
        next((place for place, one in enumerate(order[:SHOWN], 1) if one in wanted), None)
        for order, wanted in zip(orders, right, strict=True)
    ]
    reached = [bool(wanted.intersection(order[:CANDIDATES])) for order, wanted in zip(orders, right, strict=True)]
    parts = (
        sum(rank == 1 for rank in ranks), sum(rank is not None for rank in ranks),
        sum(1 / rank for rank in ranks if rank), sum(reached),
    )  # fmt: skip
    return "  ".join(f"{part / len(right):.3f}" for part in parts)


def measure(folder: Path, vectors: Vectors) -> None:
    corpus, questions = read_corpus(folder), read_questions(folder)
    documents = [
        [*terms(f"{row.get('law_number') or ''} {row.get('law_title') or ''}"),
         *(terms(row.get("title") or "") * HEADING_WEIGHT), *terms(row.get("text") or "")]
        for row in corpus
    ]  # fmt: skip
    place = {row["_id"]: at for at, row in enumerate(corpus)}
    right = [{place[one] for one in question.answers if one in place} for question in questions]
    asked = [terms(question.text) for question in questions]
    words, table = Words(documents), vectors.of(documents)
    by_words, by_vectors, times = [], [], []
    for question in asked:
        by_words.append(list(np.argsort(-words.scores(question))[:CANDIDATES]))
        began = time.process_time()
        near = table @ vectors.of([question])[0]
        by_vectors.append(list(np.argpartition(-near, CANDIDATES)[:CANDIDATES]))
        times.append((time.process_time() - began) * 1000)
        by_vectors[-1].sort(key=near.__getitem__, reverse=True)
    print(f"{folder.name}: {len(questions)} questions, {len(corpus)} articles")
    print(f"  R@1    R@10   MRR    R@{CANDIDATES}")
    print(f"  {_figures(by_words, right)}  words")
    print(f"  {_figures(by_vectors, right)}  vectors")
    both = [fused(one, other) for one, other in zip(by_words, by_vectors, strict=True)]
    print(f"  {_figures(both, right)}  both, reciprocal ranks")
    light = [fused(one, one, one, other) for one, other in zip(by_words, by_vectors, strict=True)]
    print(f"  {_figures(light, right)}  both, words thrice")
    union = sum(
        bool(wanted & {*one, *other}) for one, other, wanted in zip(by_words, by_vectors, right, strict=True)
    ) / len(right)
    print(f"  among the {CANDIDATES} of either: {union:.3f}")
    print(
        f"  processor: {percentile(times, 0.5):.1f} ms, {percentile(times, 0.95):.1f} at 95 %; "
        f"{vectors.megabytes(len(corpus)):.0f} MB here, {vectors.megabytes(125_000):.0f} at 125,000 entries",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--vocabulary", type=int, default=60_000)
    parser.add_argument("--letters", type=int, default=2_000, help="of each article that are learnt from")
    parser.add_argument(
        "--folders", nargs="+", type=Path, default=[FOLDER / "bench" / "zalo_dev", FOLDER / "bench" / "alqac2022"]
    )
    options = parser.parse_args()
    texts = [terms(f"{heading}\n{text[: options.letters]}") for heading, text in articles()]
    began = time.perf_counter()
    vectors = Vectors(texts, options.size, options.vocabulary)
    print(f"{len(texts)} articles, {options.size} numbers, learnt in {time.perf_counter() - began:.0f} s", flush=True)
    for folder in options.folders:
        measure(folder, vectors)


if __name__ == "__main__":
    main()
