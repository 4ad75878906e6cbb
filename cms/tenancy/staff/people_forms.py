"""Forms about people. Rights come from roles alone: no form here offers groups or superuser status."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.users.forms import UserForm

from cms.tenancy.models import Membership
from cms.tenancy.roles import OFFICE_ROLES, Role
from cms.tenancy.school_chooser import school_chooser_viewset


class PersonForm(UserForm):
    is_superuser = None  # superusers are created on the command line

    field_order = ["email", "last_name", "first_name"]

    class Meta:
        model = get_user_model()
        fields = ["email", "last_name", "first_name"]

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


class PersonCreationForm(PersonForm):
    pass


class PersonEditForm(PersonForm):
    password_required = False

    class Meta(PersonForm.Meta):
        fields = [*PersonForm.Meta.fields, "is_active"]

    def __init__(self, *args, editing_self=False, **kwargs):
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]


class MembershipForm(WagtailAdminModelForm):
    """A role for the person with this e-mail address."""

    email = forms.EmailField(
        label=gettext_lazy("Email"), help_text=gettext_lazy("Of a person who has an account (see “People”).")
    )

    class Meta:
        model = Membership
        fields = ["school", "role"]
        widgets = {"school": school_chooser_viewset.widget_class}
        help_texts = {"school": gettext_lazy("Empty for the roles of the office.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.user_id:
            self.fields["email"].initial = self.instance.user.email
        self.order_fields(["email", "role", "school"])

    def clean_email(self):
        email = self.cleaned_data["email"].strip().lower()
        user = get_user_model().objects.filter(email__iexact=email).first()
        if user is None:
            raise ValidationError(_("Nobody here has this address. Add the person first."))
        self.instance.user = user
        return email

    def clean(self):
        data = super().clean()
        role, school = data.get("role"), data.get("school")
        if not role:
            return data
        if Role(role) in OFFICE_ROLES and school:
            self.add_error("school", _("A role of the office belongs to no school."))
        elif Role(role) not in OFFICE_ROLES and not school and "school" not in self.errors:
            self.add_error("school", _("Choose the school of this role."))
        elif self.instance.user_id:
            twin = Membership.objects.filter(user=self.instance.user, school=school, role=role)
            if twin.exclude(pk=self.instance.pk).exists():
                self.add_error("role", _("This person has this role already."))
        return data
