from cms.contests.models.attempts import Answer, Attempt, AttemptMark
from cms.contests.models.contests import Contest, ContestEvent, Round
from cms.contests.models.entrants import Entrant
from cms.contests.models.pool import RoundQuestion
from cms.contests.models.protests import Protest
from cms.contests.models.questions import Question, QuestionLaw

__all__ = [
    "Answer",
    "Attempt",
    "AttemptMark",
    "Contest",
    "ContestEvent",
    "Entrant",
    "Protest",
    "Question",
    "QuestionLaw",
    "Round",
    "RoundQuestion",
]
