"""Forms of the office about schools: what ``create_school`` needs, and the facts that may be corrected."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from cms.home.provisioning import messages
from cms.home.provisioning.create import create_school
from cms.home.provisioning.spec import SchoolSpec, normalize_spec, validate_spec
from cms.home.provisioning.update import find_changes, update_school
from cms.tenancy.models import GoverningAuthority, School

EDITABLE_FIELDS = ["name", "short_name", "level", "ownership", "address", "commune", "district"]


class SchoolAddForm(WagtailAdminModelForm):
    """A new school: saved by provisioning, which makes the site, the pages and all the rest in one transaction."""

    authority = forms.ModelChoiceField(GoverningAuthority.objects.none(), label=gettext_lazy("governing authority"))
    authority_since = forms.DateField(
        label=gettext_lazy("under this authority since"), required=False, widget=AdminDateInput,
        help_text=gettext_lazy("Empty: not known."),
    )  # fmt: skip
    host_label = forms.CharField(
        label=gettext_lazy("host name"), required=False, max_length=63,
        help_text=gettext_lazy("First part of the site's address; empty: made from the school's name."),
    )  # fmt: skip

    class Meta:
        model = School
        fields = ["code", *EDITABLE_FIELDS]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = GoverningAuthority.objects.as_of(timezone.localdate()).order_by("name")

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        authority = data.get("authority")
        self.spec = normalize_spec(
            SchoolSpec(
                **{name: data[name] for name in ["code", *EDITABLE_FIELDS]}, host_label=data["host_label"],
                authority=authority.pk if authority else None, authority_since=data["authority_since"],
            )
        )  # fmt: skip
        self.add_problems(validate_spec(self.spec))
        return data

    def add_problems(self, problems):
        for problem in problems:
            self.add_error(problem.field if problem.field in self.fields else None, messages.describe_problem(problem))

    def create(self, user) -> School:
        """Raises ``SpecError`` for what only shows while writing (a host name that is taken)."""
        return create_school(self.spec, user=user).school


class SchoolEditForm(WagtailAdminModelForm):
    """Facts of a school. Its code, address on the web and authority do not change here."""

    class Meta:
        model = School
        fields = [*EDITABLE_FIELDS, "closed_on"]
        widgets = {"closed_on": AdminDateInput}
        help_texts = {"closed_on": gettext_lazy("From then on the site is not served.")}

    def clean_closed_on(self):
        day: datetime.date | None = self.cleaned_data["closed_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("The day has not come yet."))
        return day

    def update(self, user) -> School:
        """A new name goes to the site, the home page and the collection too."""
        school = School.objects.get(pk=self.instance.pk)
        spec = normalize_spec(
            SchoolSpec(code=school.code, **{name: self.cleaned_data[name] for name in EDITABLE_FIELDS})
        )
        update_school(school, find_changes(school, spec), user=user)
        for name in ("short_name", "address", "commune", "district"):  # an emptied field says nothing to provisioning
            setattr(school, name, getattr(spec, name))
        school.closed_on = self.cleaned_data["closed_on"]
        school.save()
        return school
