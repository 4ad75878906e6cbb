"""Forms of this app."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Page

from cms.certificates.models import CertificateTemplate
from cms.contests.models import Contest
from cms.core.text import collapse_whitespace, normalize_nfc
from cms.legal.models import LegalMaterialPage
from cms.tenancy import rights
from cms.tenancy.models import Membership, School
from cms.training.enrolment import enrolment_changes
from cms.training.models import Course, CourseSession, LawReporter, Lesson


def materials_for(school_id: int | None):
    """Live pages of the library of materials: of the organiser and of the office."""
    portal = rights.get_portal()
    homes = [portal.home_page] if portal else []
    if school_id:
        homes += [School.objects.select_related("home_page").get(pk=school_id).home_page]
    condition = Q(pk__in=[])
    for home in homes:
        condition |= Q(path__startswith=home.path)
    pages = LegalMaterialPage.objects.live().public().filter(condition)
    return Page.objects.filter(pk__in=pages.values("pk")).order_by("-first_published_at")


class CourseForm(WagtailAdminModelForm):
    class Meta:
        model = Course
        fields: ClassVar = [
            "title", "summary", "programme", "pace", "field", "hours", "places", "school_quota", "enrol_until",
            "attendance_percent", "other_trainers", "test", "test_percent", "template",
        ]  # fmt: skip
        widgets: ClassVar = {"programme": forms.Textarea(attrs={"rows": 8}), "enrol_until": AdminDateTimeInput}

    #: Chosen by number: what was chosen once may be closed to the organiser by now.
    CHOSEN: ClassVar = ("trainers", "materials")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        owner = self.instance.school_id
        of_roster = LawReporter.objects.filter(school=owner) | LawReporter.objects.filter(school=None)
        for name, rows in (("trainers", of_roster), ("materials", materials_for(owner))):
            field: Any = Course._meta.get_field(name)
            self.fields[name] = forms.ModelMultipleChoiceField(
                rows, required=False, label=field.verbose_name, widget=forms.CheckboxSelectMultiple
            )
            if self.instance.pk:
                self.fields[name].initial = list(getattr(self.instance, name).values_list("pk", flat=True))
        self.fields["test"].queryset = Contest.objects.filter(school=owner, who=Contest.Who.ACCOUNT)
        self.fields["template"].queryset = CertificateTemplate.objects.filter(school=owner)
        if owner is not None:
            del self.fields["school_quota"]

    def save(self, commit: bool = True) -> Course:
        row = super().save(commit)
        for name in self.CHOSEN:
            getattr(row, name).set(self.cleaned_data[name])
        return row

    def clean_title(self) -> str:
        return collapse_whitespace(self.cleaned_data["title"])


class SessionForm(WagtailAdminModelForm):
    class Meta:
        model = CourseSession
        fields: ClassVar = ["title", "kind", "starts_at", "ends_at", "place", "link", "film"]
        widgets: ClassVar = {"starts_at": AdminDateTimeInput, "ends_at": AdminDateTimeInput}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends before it begins."))
        return data


class LessonForm(WagtailAdminModelForm):
    class Meta:
        model = Lesson
        fields: ClassVar = ["number", "title", "body", "film", "minutes"]

    def _get_validation_exclusions(self) -> set[str]:
        """The course is no field of the form, and is needed to say that a number is taken."""
        return super()._get_validation_exclusions() - {"course"}


class QuotaForm(forms.Form):
    """Whom a school sends: people with accounts, and others a line each, "name; position"."""

    MOST = 500
    accounts = forms.MultipleChoiceField(
        label=gettext_lazy("People with an account"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = forms.CharField(
        label=gettext_lazy("Others"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One a line: name; position. Their attendance is written down by list."),
    )  # fmt: skip

    def __init__(self, *args: Any, school_id: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {str(row.user_id): row.user for row in enrolment_changes.accounts_of(school_id)}
        choices = [(pk, user.get_full_name() or user.email) for pk, user in self.people.items()]
        self.fields["accounts"].choices = choices  # type: ignore[attr-defined]

    def users(self) -> list[Any]:
        return [self.people[pk] for pk in self.cleaned_data["accounts"]]

    def others(self) -> list[tuple[str, str]]:
        found = []
        for line in normalize_nfc(self.cleaned_data["names"]).replace("\t", ";").splitlines()[: self.MOST]:
            name, _sign, position = line.partition(";")
            if collapse_whitespace(name):
                found.append((collapse_whitespace(name)[:120], collapse_whitespace(position)[:120]))
        return found


class ReporterForm(WagtailAdminModelForm):
    class Meta:
        model = LawReporter
        fields: ClassVar = [
            "kind", "name", "position", "user", "fields", "decision_number", "decided_on", "decided_by", "ends_on",
            "shown", "removed_on", "removed_because",
        ]  # fmt: skip
        widgets: ClassVar = {
            "decided_on": AdminDateInput,
            "ends_on": AdminDateInput,
            "removed_on": AdminDateInput,
            "fields": forms.CheckboxSelectMultiple,
            "user": forms.Select,
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        members = Membership.objects.active().filter(school=self.instance.school_id)
        field = self.fields["user"]
        field.queryset = get_user_model().objects.filter(is_active=True, pk__in=members.values("user"))
        field.label_from_instance = lambda user: user.get_full_name() or user.email

    def clean_name(self) -> str:
        return collapse_whitespace(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("removed_on") and not str(data.get("removed_because") or "").strip():
            self.add_error("removed_because", _("Please give a reason."))
        return data


class FeedbackForm(forms.Form):
    score = forms.TypedChoiceField(
        label=gettext_lazy("Marks, from 1 (poor) to 5 (very good)"), coerce=int, widget=forms.RadioSelect,
        choices=[(number, str(number)) for number in range(1, 6)],
    )  # fmt: skip
    words = forms.CharField(
        label=gettext_lazy("What was good, what should be better"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
