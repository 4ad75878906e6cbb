"""Forms about people of a school. They contain only an address, a name and the roles that may be given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cms.core.text import collapse_whitespace
from cms.tenancy.models import School
from cms.tenancy.roles import SCHOOL_ROLES, Role
from cms.tenancy.school_chooser import school_chooser_viewset
from cms.tenancy.staff.authority import assignable_roles, managed_schools, manages_school

ROLE_DESCRIPTIONS = gettext_lazy(
    "Experts answer the questions that are assigned to them and see nothing else. Editors write and send for approval. "
    "Approvers also approve and publish. Administrators also change the school's "
    "settings and manage its people."
)


class InviteForm(forms.Form):
    school = forms.ModelChoiceField(label=gettext_lazy("School"), queryset=School.objects.none())
    email = forms.EmailField(
        label=gettext_lazy("Email"), max_length=254, help_text=gettext_lazy("The invitation goes to this address.")
    )
    name = forms.CharField(
        label=gettext_lazy("Full name"), max_length=200, help_text=gettext_lazy("Family name first: Nguyễn Thị Mẫu.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), help_text=ROLE_DESCRIPTIONS)

    def __init__(self, *args, user, school=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        ids = managed_schools(user)
        field: Any = self.fields["school"]
        roles: Sequence[Role]
        field.queryset = School.objects.all() if ids is None else School.objects.filter(pk__in=ids)
        if ids is None or len(ids) > 1:
            field.initial = school
            field.widget = school_chooser_viewset.widget_class() if ids is None else field.widget
            roles = SCHOOL_ROLES
        else:
            self.only_school = field.queryset.first()
            del self.fields["school"]
            roles = assignable_roles(user, self.only_school.pk)
        choice: Any = self.fields["role"]
        choice.choices = [(role.value, role.label) for role in roles]

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()

    def clean_name(self):
        return collapse_whitespace(self.cleaned_data["name"])

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if not self.errors:
            data.setdefault("school", getattr(self, "only_school", None))
            data["role"] = Role(data["role"])
            if not manages_school(self.user, data["school"].pk) or data["role"] not in assignable_roles(
                self.user, data["school"].pk
            ):
                raise ValidationError(_("You cannot give this role."))
        return data


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect, help_text=ROLE_DESCRIPTIONS)

    def __init__(self, *args, roles, **kwargs):
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["role"]
        choice.choices = [(role.value, role.label) for role in roles]

    def clean_role(self):
        return Role(self.cleaned_data["role"])


def membership_status(membership) -> str:
    """Returns the status in words that a teacher understands."""
    if not membership.user.is_active:
        return _("Account closed by the office")
    if membership.suspended_at:
        return pgettext("person", "Suspended")
    if membership.user.last_login is None:
        return _("Invited, has not signed in yet")
    return _("Works here")
