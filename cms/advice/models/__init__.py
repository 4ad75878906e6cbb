"""Tables of this app; other modules import from here."""

from cms.advice.models.answers import AnswerReport, Draft, Review, Usefulness
from cms.advice.models.experts import ExpertProfile
from cms.advice.models.questions import Asker, Question, QuestionEvent
from cms.advice.models.rules import AdviceRules, ErasureReport, FieldTarget

__all__ = [
    "AdviceRules",
    "AnswerReport",
    "Asker",
    "Draft",
    "ErasureReport",
    "ExpertProfile",
    "FieldTarget",
    "Question",
    "QuestionEvent",
    "Review",
    "Usefulness",
]
