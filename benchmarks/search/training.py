"""Weights from labelled questions: softmax over each question's candidates, by Newton's method. Pure.

Some 13 figures and a thousand questions: plain Python takes seconds, and no library has to be kept for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STEPS = 30
Vector = list[float]


@dataclass(frozen=True)
class Case:
    """One question: its candidates' figures in the engine's order, and which of them are right answers."""

    figures: Sequence[Mapping[str, float]]
    right: Sequence[bool]

    @property
    def is_useful(self) -> bool:
        return any(self.right) and not all(self.right)


@dataclass(frozen=True)
class _Rows:
    """A question's figures, standardised, and the share of each candidate in the right answers."""

    x: list[Vector]
    t: Vector


def _scale(cases: Sequence[Case], names: Sequence[str]) -> tuple[Vector, Vector]:
    rows = [figures for case in cases for figures in case.figures]
    means = [sum(row[name] for row in rows) / len(rows) for name in names]
    squares = [
        sum((row[name] - mean) ** 2 for row in rows) / len(rows) for name, mean in zip(names, means, strict=True)
    ]
    return means, [math.sqrt(square) or 1.0 for square in squares]


def _shares(rows: _Rows, weights: Vector) -> tuple[Vector, float]:
    """Softmax of the scores, and the loss of this question."""
    scores = [sum(w * v for w, v in zip(weights, x, strict=True)) for x in rows.x]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    loss = -sum(t * (s - top - math.log(total)) for t, s in zip(rows.t, scores, strict=True) if t)
    return [power / total for power in powers], loss


def _loss(data: Sequence[_Rows], weights: Vector, penalty: float) -> float:
    return sum(_shares(rows, weights)[1] for rows in data) + penalty * sum(w * w for w in weights) / 2


def _slope(data: Sequence[_Rows], weights: Vector, penalty: float) -> tuple[Vector, list[Vector]]:
    """Gradient and Hessian."""
    size = len(weights)
    gradient = [penalty * w for w in weights]
    hessian = [[penalty if i == j else 0.0 for j in range(size)] for i in range(size)]
    for rows in data:
        shares, _ = _shares(rows, weights)
        mean = [0.0] * size
        for share, t, x in zip(shares, rows.t, rows.x, strict=True):
            for i, v in enumerate(x):
                mean[i] += share * v
                gradient[i] += (share - t) * v
            if share > 1e-6:
                for i, v in enumerate(x):
                    part, line = share * v, hessian[i]
                    for j in range(i + 1):
                        line[j] += part * x[j]
        for i in range(size):
            for j in range(i + 1):
                hessian[i][j] -= mean[i] * mean[j]
    for i in range(size):
        for j in range(i):
            hessian[j][i] = hessian[i][j]
    return gradient, hessian


def _solve(matrix: list[Vector], vector: Vector) -> Vector:
    """Gaussian elimination; the matrix is positive definite, so no pivots are needed."""
    rows = [[*line, value] for line, value in zip(matrix, vector, strict=True)]
    size = len(rows)
    for i in range(size):
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, size + 1):
                rows[k][j] -= factor * rows[i][j]
    found = [0.0] * size
    for i in range(size - 1, -1, -1):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found


def fit(cases: Sequence[Case], names: Sequence[str], penalty: float) -> dict[str, float]:
    """Weights of ``names`` for figures as they are (not standardised); ``penalty``: of large weights (L2)."""
    cases = [case for case in cases if case.is_useful]
    means, deviations = _scale(cases, names)
    data = []
    for case in cases:
        count = sum(case.right)
        x = [
            [(row[name] - mean) / deviation for name, mean, deviation in zip(names, means, deviations, strict=True)]
            for row in case.figures
        ]
        data.append(_Rows(x, [right / count for right in case.right]))
    weights = [0.0] * len(names)
    loss = _loss(data, weights, penalty)
    for _ in range(STEPS):
        gradient, hessian = _slope(data, weights, penalty)
        step = _solve(hessian, gradient)
        part = 1.0
        while part > 1e-4:
            tried = [w - part * s for w, s in zip(weights, step, strict=True)]
            if (lower := _loss(data, tried, penalty)) <= loss:
                break
            part /= 2
        else:
            break
        gained, weights, loss = loss - lower, tried, lower
        if gained < 1e-4:
            break
    return {name: weight / deviation for name, weight, deviation in zip(names, weights, deviations, strict=True)}


def rank_of_answer(case: Case, weights: dict[str, float]) -> int | None:
    """1-based rank of the first right answer among the candidates; None when there is none."""
    scores = [sum(weight * row[name] for name, weight in weights.items()) for row in case.figures]
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    return next((rank for rank, i in enumerate(order, 1) if case.right[i]), None)
