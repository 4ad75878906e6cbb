"""All opinions of a round, article by article, the same ones together; and the responses."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.opinions.consultation.transitions import TransitionNotAllowed
from cms.opinions.models import Consultation, DraftArticle, Opinion, Taken


@dataclass
class OpinionLine:
    """Opinions on one article that say the same, shown by the first. ``count``: how many said it."""

    article: DraftArticle | None
    first: Opinion
    others: list[Opinion] = field(default_factory=list)

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    @property
    def who(self) -> str:
        return "; ".join(dict.fromkeys(author_label(row) for row in (self.first, *self.others)))

    @property
    def who_in_public(self) -> str:
        return "; ".join(dict.fromkeys(public_author_label(row) for row in (self.first, *self.others)))


def author_label(row: Opinion) -> str:
    """As the table names them: a school, a name that somebody gave, else the kind."""
    if row.school is not None:
        return row.school.name
    return f"{row.name} ({row.get_asker_display()})" if row.name else str(row.get_asker_display())


def public_author_label(row: Opinion) -> str:
    """Names of people stay with the office."""
    return row.school.name if row.school is not None else str(row.get_asker_display())


def build_opinion_lines(consultation: Consultation, hidden: bool = False) -> list[OpinionLine]:
    """In the order of the draft, opinions on the whole of it first; two queries. ``hidden``: also what is left out."""
    rows = Opinion.objects.filter(consultation=consultation).select_related("article", "school")
    rows = rows if hidden else rows.filter(hidden_reason="")
    found: dict[tuple, OpinionLine] = {}
    for row in sorted(rows, key=lambda row: (row.article.order if row.article else -1, row.at, row.pk)):
        key = (row.article_id, row.words_key, bool(row.hidden_reason))
        if key in found:
            found[key].others.append(row)
        else:
            found[key] = OpinionLine(row.article, row)
    return list(found.values())


def respond_to_opinion(opinion: Opinion, taken: str, response: str, user) -> int:
    """To it and to all that say the same of the article; how many were answered."""
    if taken not in Taken.values:
        raise TransitionNotAllowed(_("Say what becomes of the opinion."))
    if taken != Taken.ACCEPTED and not response.strip():
        raise TransitionNotAllowed(_("Explain what is not accepted."))
    rows = Opinion.objects.filter(
        consultation=opinion.consultation_id, article=opinion.article_id, words_key=opinion.words_key, hidden_reason=""
    )
    now = timezone.now()
    return rows.update(taken=taken, response=response.strip()[:4000], answered_by=user, answered_at=now)


def hide_opinion(opinion: Opinion, reason: str) -> None:
    """Left out of table and results, and kept; with no reason it is back."""
    opinion.hidden_reason = reason.strip()[:300]
    opinion.save(update_fields=["hidden_reason"])
