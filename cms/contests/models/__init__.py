"""Tables of contests: the bank's questions, contests and their rounds, pools, entrants, attempts, protests."""

from cms.contests.models.attempts import Answer, Attempt, AttemptMark
from cms.contests.models.contests import Contest, ContestEvent, Round
from cms.contests.models.entrants import Entrant
from cms.contests.models.pool import RoundQuestion
from cms.contests.models.protests import Protest
from cms.contests.models.questions import BankQuestion, QuestionLaw

__all__ = [
    "Answer",
    "Attempt",
    "AttemptMark",
    "BankQuestion",
    "Contest",
    "ContestEvent",
    "Entrant",
    "Protest",
    "QuestionLaw",
    "Round",
    "RoundQuestion",
]
