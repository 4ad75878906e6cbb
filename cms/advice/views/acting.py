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

from cms.advice.answering import cites, drafts, html, personal, publish
from cms.advice.answering.drafts import Overtaken
from cms.advice.handling import desk, steps
from cms.advice.handling.steps import Seen, StepNotPossible
from cms.advice.models import Draft, Question
from cms.core.web.head import head
from cms.legal.citations.annotate import AnnotatedText, annotate
from cms.legal.citations.stale import stale_codes
from cms.legal.models import LegalField
from cms.legal.models.statuses import StatusCode
from cms.tenancy.models import School

#: Steps of whoever answers; those who handle have all of them.
ANSWERING = frozenset({"draft", "send_in", "ask_back", "give_back"})
APPROVING = frozenset({"send_out", "return"})
HANDLING = frozenset(
    {"triage", "assign", "to_office", "to_school", "merge", "split", "refuse", "resume"} | (ANSWERING - {"give_back"})
)


MARKS = {
    "unproven": gettext_lazy("sent without a proof of work"),
    "script": gettext_lazy("letters of another script"),
    "capitals": gettext_lazy("mostly capital letters"),
    "repeats": gettext_lazy("the same words again and again"),
    "links": gettext_lazy("many links"),
}


class EditorWidget(html.DraftailRichTextArea):
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
        self.fields["answer"].widget = EditorWidget(features=html.FEATURES)
        self.lines: list[cites.Line] = []

    def clean_answer(self) -> str:
        if not publish.strip_tags(self.cleaned_data["answer"]).strip():
            raise forms.ValidationError(_("Write the answer."))
        return self.cleaned_data["answer"]

    def clean_law(self) -> str:
        self.lines = cites.read(self.cleaned_data["law"])
        if problems := [line.problem for line in self.lines if line.problem]:
            raise forms.ValidationError(problems)
        return self.cleaned_data["law"]

    @property
    def documents(self) -> list[int]:
        return list(dict.fromkeys(line.documents[0].pk for line in self.lines if line.documents))


@dataclass
class Screen:
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
        question, newest = self.question, drafts.newest(self.question)
        form = self.form or DraftForm(initial=_initial(question, newest))
        context: dict[str, Any] = {
            "question": question, "marks": [MARKS[mark] for mark in question.marks if mark in MARKS],
            "events": question.events.select_related("by"), "drafts": _drafts(question),
            "newest": newest, "newest_html": _shown(newest), "cited": _cited(newest), "form": form, "media": form.media,
            "allowed": self.allowed if question.is_open else frozenset(), "typed": self.typed, "other": self.other,
            "other_html": _shown(self.other), "step_url_name": self.step_name,
            "parts": question.parts.all(), "same": question.same_as_this.all(), "name": self.name,
        }  # fmt: skip
        if APPROVING & self.allowed and newest:
            found = publish.personal_in(newest)
            context |= {
                "personal": found, "personal_mark": personal.mark_of(found), "outcomes": Question.Outcome.choices,
                "second_person": publish.second_person_missing(newest, self.request.user),
            }  # fmt: skip
        if "assign" in self.allowed:
            context |= {
                "people": desk.answerers(question), "fields": LegalField.objects.order_by("name"),
                "others": _others(question),
            }  # fmt: skip
        return render(self.request, "advice/admin/item.html", context | self._head(), status=status)

    def _head(self) -> dict[str, Any]:
        title = _("Question no. %(number)s") % {"number": self.question.pk}
        if self.name == "advice_task":
            return head(title, "help", (_("Questions for me"), reverse("advice_tasks")))
        return head(title, "help", (_("Questions"), reverse("advice_queue")))

    def take(self, step: str) -> HttpResponse:
        """POST: the step, and back to the screen."""
        if step not in self.allowed:
            raise Http404
        if step == "draft":
            return self._draft()
        data = self.request.POST
        try:
            _STEPS[step](self.question, Seen(self.request.user, _number(data.get("version"))), data)
        except StepNotPossible as error:
            messages.error(self.request, str(error))
            self.question.refresh_from_db()
            self.typed = {"step": step, "words": data.get("words", "")[:4000]}
            return self.show(409)
        messages.success(self.request, _("Done."))
        return self._on()

    def _on(self) -> HttpResponse:
        """Whoever gave a question back sees it no more."""
        mine = desk.assigned_to(self.request.user).filter(pk=self.question.pk)
        if self.name == "advice_task" and not mine.exists():
            return redirect("advice_tasks")
        return redirect(self.name, self.question.pk)

    def _draft(self) -> HttpResponse:
        self.form = DraftForm(self.request.POST)
        if not self.form.is_valid():
            return self.show(200)
        data = self.form.cleaned_data
        try:
            drafts.save(
                self.question, self.request.user, data["base"], data["title"], data["answer"], self.form.documents
            )
        except Overtaken as error:
            self.other = error.newest
            again = {**self.request.POST.dict(), "base": str(error.newest.number)}
            self.form = DraftForm(again)
            messages.error(
                self.request,
                _("Somebody else saved a version meanwhile. Both stand here: take over what you want and save again."),
            )
            self.question.refresh_from_db()
            return self.show(409)
        except StepNotPossible as error:
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
    law = cites.as_typed(cites.documents(newest.cited))
    return {"base": newest.number, "title": newest.title, "answer": newest.answer, "law": law}


def _shown(draft: Draft | None) -> str:
    """As readers see it, with what it cites linked."""
    return annotate([AnnotatedText(expand_db_html(draft.answer))])[0] if draft else mark_safe("")


def _drafts(question: Question):
    return question.drafts.select_related("by").defer("answer")


def _cited(draft: Draft | None) -> list[tuple[Any, str]]:
    """Documents chosen for the answer, with the status of those that do not hold today."""
    if draft is None or not draft.cited:
        return []
    codes = stale_codes(draft.cited, timezone.localdate())
    return [
        (row, str(StatusCode(codes[row.pk]).label) if row.pk in codes else "") for row in cites.documents(draft.cited)
    ]


def _others(question: Question):
    """With what it may be merged: of the same place, the newest."""
    states = (*Question.OPEN, Question.State.ANSWERED)
    rows = Question.objects.filter(school=question.school_id, merged_into=None, erased_at=None, state__in=states)
    return rows.exclude(pk=question.pk).exclude(outcome=Question.Outcome.PRIVATE).order_by("-asked_at")[:50]


def _words(data) -> str:
    return data.get("words", "")[:4000]


def _triage(question, seen, data) -> None:
    field = LegalField.objects.filter(pk=_number(data.get("field"))).first()
    steps.triage(question, seen, field.pk if field else None)


def _assign(question, seen, data) -> None:
    person = desk.answerers(question).filter(pk=_number(data.get("person"))).first()
    if person is None:
        raise StepNotPossible(_("Choose who answers."))
    steps.assign(question, seen, person)


def _to_school(question, seen, data) -> None:
    code = data.get("school_code", "").strip()
    school = School.objects.filter(code=code, closed_on=None).first() if code and question.school_id is None else None
    steps.to_school(question, seen, _words(data), school)


def _merge(question, seen, data) -> None:
    rows = Question.objects.filter(school=question.school_id)
    target = rows.filter(pk=_number(data.get("target").lstrip("#") if data.get("target") else "")).first()
    if target is None:
        raise StepNotPossible(_("There is no such question here."))
    steps.merge(question, seen, target)


def _send_out(question, seen, data) -> None:
    publish.send_out(question, seen, data.get("outcome", ""), _number(data.get("draft")), data.get("looked_at", ""))


_STEPS = {
    "triage": _triage,
    "assign": _assign,
    "to_office": lambda question, seen, data: steps.to_office(question, seen, _words(data)),
    "to_school": _to_school,
    "ask_back": lambda question, seen, data: steps.ask_back(question, seen, _words(data)),
    "resume": lambda question, seen, data: steps.resume(question, seen),
    "merge": _merge,
    "split": lambda question, seen, data: steps.split(question, seen, _words(data)),
    "refuse": lambda question, seen, data: steps.refuse(question, seen, _words(data)),
    "give_back": lambda question, seen, data: steps.give_back(question, seen, _words(data)),
    "send_in": lambda question, seen, data: publish.send_in(question, seen),
    "return": lambda question, seen, data: publish.return_(question, seen, _words(data)),
    "send_out": _send_out,
}
