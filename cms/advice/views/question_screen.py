"""What the screen of those who handle a question and that of whom it is assigned to have in common: the question, its
steps, the form of the answer. Nothing typed is lost: whatever is refused is shown again with its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.rich_text import expand_db_html

from cms.advice.answering import answer_html, cited_law, drafts, personal_data, publication
from cms.advice.answering.drafts import NewerDraftExists
from cms.advice.models import Draft, Question
from cms.advice.workflow import assignment, transitions
from cms.advice.workflow.transitions import ExpectedVersion, TransitionNotAllowed
from cms.core.web.page_header import build_page_header
from cms.legal.citations.annotate import AnnotatedText, annotate_texts
from cms.legal.citations.stale import stale_codes
from cms.legal.models import LegalField
from cms.legal.models.statuses import StatusCode
from cms.tenancy.models import School

#: Steps of whoever answers; those who handle have all of them.
ANSWERING_ACTIONS = frozenset({"draft", "send_in", "ask_back", "give_back"})
APPROVING_ACTIONS = frozenset({"send_out", "return"})
HANDLING_ACTIONS = frozenset(
    {"triage", "assign", "to_office", "to_school", "merge", "split", "refuse", "resume"}
    | (ANSWERING_ACTIONS - {"give_back"})
)


SPAM_SIGNAL_LABELS = {
    "unproven": gettext_lazy("sent without a proof of work"),
    "script": gettext_lazy("letters of another script"),
    "capitals": gettext_lazy("mostly capital letters"),
    "repeats": gettext_lazy("the same words again and again"),
    "links": gettext_lazy("many links"),
}


class EditorWidget(answer_html.DraftailRichTextArea):
    """Content that no editor of ours sends is no text."""

    def value_from_datadict(self, data, files, name):
        try:
            return super().value_from_datadict(data, files, name)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return ""


class DraftForm(forms.Form):
    base = forms.IntegerField(min_value=0, max_value=10_000, widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Question as it is published"), max_length=255,
        help_text=gettext_lazy("In your words, so that nobody can be recognised."),
    )  # fmt: skip
    answer = forms.CharField(label=gettext_lazy("Answer"), max_length=40_000)
    law = forms.CharField(
        label=gettext_lazy("Law that the answer cites"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One in a line, by number or name: 32/2018/TT-BGDĐT, luật trẻ em 2016, điều 6 luật trẻ em."
        ),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].widget = EditorWidget(features=answer_html.EDITOR_FEATURES)
        self.lines: list[cited_law.CitationLine] = []

    def clean_answer(self) -> str:
        if not publication.strip_tags(self.cleaned_data["answer"]).strip():
            raise forms.ValidationError(_("Write the answer."))
        return self.cleaned_data["answer"]

    def clean_law(self) -> str:
        self.lines = cited_law.parse_citation_lines(self.cleaned_data["law"])
        if problems := [line.problem for line in self.lines if line.problem]:
            raise forms.ValidationError(problems)
        return self.cleaned_data["law"]

    @property
    def documents(self) -> list[int]:
        return list(dict.fromkeys(line.documents[0].pk for line in self.lines if line.documents))


@dataclass
class QuestionScreen:
    """``name``, ``step_name``: addresses of the screen and its steps. ``allowed``: steps that the person may take."""

    request: HttpRequest
    question: Question
    name: str
    step_name: str
    allowed: frozenset[str]
    typed: dict[str, str] = field(default_factory=dict)
    form: DraftForm | None = None
    other: Draft | None = None  # a version that came while somebody wrote

    def show(self, status: int = 200) -> HttpResponse:
        question, newest = self.question, drafts.find_latest_draft(self.question)
        form = self.form or DraftForm(initial=_initial(question, newest))
        context: dict[str, Any] = {
            "question": question,
            "marks": [SPAM_SIGNAL_LABELS[mark] for mark in question.marks if mark in SPAM_SIGNAL_LABELS],
            "events": question.events.select_related("by"), "drafts": _drafts(question),
            "newest": newest, "newest_html": _render_draft(newest), "cited": _cited(newest), "form": form,
            "media": form.media,
            "allowed": self.allowed if question.is_open else frozenset(), "typed": self.typed, "other": self.other,
            "other_html": _render_draft(self.other), "step_url_name": self.step_name,
            "parts": question.parts.all(), "same": question.same_as_this.all(), "name": self.name,
        }  # fmt: skip
        if APPROVING_ACTIONS & self.allowed and newest:
            found = publication.find_personal_data_in_draft(newest)
            context |= {
                "personal": found, "personal_mark": personal_data.compute_fingerprint(found),
                "outcomes": Question.Outcome.choices,
                "second_person": publication.needs_second_person(newest, self.request.user),
            }  # fmt: skip
        if "assign" in self.allowed:
            context |= {
                "people": assignment.eligible_answerers(question), "fields": LegalField.objects.order_by("name"),
                "others": _merge_candidates(question),
            }  # fmt: skip
        return render(self.request, "advice/admin/item.html", context | self._head(), status=status)

    def _head(self) -> dict[str, Any]:
        title = _("Question no. %(number)s") % {"number": self.question.pk}
        if self.name == "advice_task":
            return build_page_header(title, "help", (_("Questions for me"), reverse("advice_tasks")))
        return build_page_header(title, "help", (_("Questions"), reverse("advice_queue")))

    def take(self, step: str) -> HttpResponse:
        """POST: the step, and back to the screen."""
        if step not in self.allowed:
            raise Http404
        if step == "draft":
            return self._draft()
        data = self.request.POST
        try:
            _TRANSITIONS[step](self.question, ExpectedVersion(self.request.user, _number(data.get("version"))), data)
        except TransitionNotAllowed as error:
            messages.error(self.request, str(error))
            self.question.refresh_from_db()
            self.typed = {"step": step, "words": data.get("words", "")[:4000]}
            return self.show(409)
        messages.success(self.request, _("Done."))
        return self._on()

    def _on(self) -> HttpResponse:
        """Whoever gave a question back sees it no more."""
        mine = assignment.questions_assigned_to(self.request.user).filter(pk=self.question.pk)
        if self.name == "advice_task" and not mine.exists():
            return redirect("advice_tasks")
        return redirect(self.name, self.question.pk)

    def _draft(self) -> HttpResponse:
        self.form = DraftForm(self.request.POST)
        if not self.form.is_valid():
            return self.show(200)
        data = self.form.cleaned_data
        try:
            drafts.save_draft(
                self.question, self.request.user, data["base"], data["title"], data["answer"], self.form.documents
            )
        except NewerDraftExists as error:
            self.other = error.newest
            again = {**self.request.POST.dict(), "base": str(error.newest.number)}
            self.form = DraftForm(again)
            messages.error(
                self.request,
                _("Somebody else saved a version meanwhile. Both stand here: take over what you want and save again."),
            )
            self.question.refresh_from_db()
            return self.show(409)
        except TransitionNotAllowed as error:
            messages.error(self.request, _("This does not fit any more: %(state)s.") % {"state": error})
            self.question.refresh_from_db()
            return self.show(409)
        messages.success(self.request, _("Saved as a new version."))
        return self._on()


def _number(raw: str | None) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


def _initial(question: Question, newest: Draft | None) -> dict[str, Any]:
    if newest is None:
        return {"base": 0}
    law = cited_law.format_citation_lines(cited_law.get_cited_documents(newest.cited))
    return {"base": newest.number, "title": newest.title, "answer": newest.answer, "law": law}


def _render_draft(draft: Draft | None) -> str:
    """As readers see it, with what it cites linked."""
    return annotate_texts([AnnotatedText(expand_db_html(draft.answer))])[0] if draft else mark_safe("")


def _drafts(question: Question):
    return question.drafts.select_related("by").defer("answer")


def _cited(draft: Draft | None) -> list[tuple[Any, str]]:
    """Documents chosen for the answer, with the status of those that do not hold today."""
    if draft is None or not draft.cited:
        return []
    codes = stale_codes(draft.cited, timezone.localdate())
    return [
        (row, str(StatusCode(codes[row.pk]).label) if row.pk in codes else "")
        for row in cited_law.get_cited_documents(draft.cited)
    ]


def _merge_candidates(question: Question):
    """With what it may be merged: of the same place, the newest."""
    states = (*Question.OPEN, Question.State.ANSWERED)
    rows = Question.objects.filter(school=question.school_id, merged_into=None, erased_at=None, state__in=states)
    return rows.exclude(pk=question.pk).exclude(outcome=Question.Outcome.PRIVATE).order_by("-asked_at")[:50]


def _read_message(data) -> str:
    return data.get("words", "")[:4000]


def _triage(question, seen, data) -> None:
    field = LegalField.objects.filter(pk=_number(data.get("field"))).first()
    transitions.set_legal_field(question, seen, field.pk if field else None)


def _assign(question, seen, data) -> None:
    person = assignment.eligible_answerers(question).filter(pk=_number(data.get("person"))).first()
    if person is None:
        raise TransitionNotAllowed(_("Choose who answers."))
    transitions.assign_question(question, seen, person)


def _to_school(question, seen, data) -> None:
    code = data.get("school_code", "").strip()
    school = School.objects.filter(code=code, closed_on=None).first() if code and question.school_id is None else None
    transitions.forward_to_school(question, seen, _read_message(data), school)


def _merge(question, seen, data) -> None:
    rows = Question.objects.filter(school=question.school_id)
    target = rows.filter(pk=_number(data.get("target").lstrip("#") if data.get("target") else "")).first()
    if target is None:
        raise TransitionNotAllowed(_("There is no such question here."))
    transitions.merge_question(question, seen, target)


def _send_out(question, seen, data) -> None:
    publication.approve_answer(
        question, seen, data.get("outcome", ""), _number(data.get("draft")), data.get("looked_at", "")
    )


_TRANSITIONS = {
    "triage": _triage,
    "assign": _assign,
    "to_office": lambda question, seen, data: transitions.forward_to_office(question, seen, _read_message(data)),
    "to_school": _to_school,
    "ask_back": lambda question, seen, data: transitions.request_information(question, seen, _read_message(data)),
    "resume": lambda question, seen, data: transitions.resume_question(question, seen),
    "merge": _merge,
    "split": lambda question, seen, data: transitions.split_question(question, seen, _read_message(data)),
    "refuse": lambda question, seen, data: transitions.refuse_question(question, seen, _read_message(data)),
    "give_back": lambda question, seen, data: transitions.return_assignment(question, seen, _read_message(data)),
    "send_in": lambda question, seen, data: publication.submit_for_approval(question, seen),
    "return": lambda question, seen, data: publication.return_for_changes(question, seen, _read_message(data)),
    "send_out": _send_out,
}
