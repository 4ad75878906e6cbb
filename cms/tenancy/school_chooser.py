"""Choosing a school among thousands: by words, with or without diacritics."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.core.text import fold_diacritics
from cms.tenancy.models import School


def search_schools(queryset, text: str):
    """Returns schools with every word, with or without diacritics, in name, code, commune or address."""
    for word in fold_diacritics(text).split():
        queryset = queryset.filter(search_text__contains=word)
    return queryset


class SchoolSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Search")}),
    )

    def filter(self, objects):
        objects = super().filter(objects)
        if text := self.cleaned_data.get("q"):
            objects = search_schools(objects, text)
            self.is_searching, self.search_query = True, text
        return objects


class SchoolChooseMixin:
    filter_form_class = SchoolSearchForm
    title_column: Column

    @property
    def columns(self):
        return [
            self.title_column,
            Column("code", label=_("Code")),
            Column("commune", label=_("Commune or ward")),
            Column("district", label=_("District")),
        ]


class SchoolChooseView(SchoolChooseMixin, ChooseView):
    pass


class SchoolChooseResultsView(SchoolChooseMixin, ChooseResultsView):
    pass


class SchoolChooserViewSet(ChooserViewSet):
    """Names and communes of schools are public, so everybody in the admin may look them up."""

    model = School
    icon = "home"
    per_page = 20
    choose_one_text = gettext_lazy("Choose a school")
    choose_another_text = gettext_lazy("Choose another school")
    choose_view_class = SchoolChooseView
    choose_results_view_class = SchoolChooseResultsView


school_chooser_viewset = SchoolChooserViewSet("school_chooser", url_prefix="school-chooser")
