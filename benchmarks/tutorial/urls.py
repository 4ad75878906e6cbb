from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from wagtail import urls as wagtail_urls

from benchmarks.tutorial.models import Law


def law(request, number):
    found = get_object_or_404(Law, pk=number)
    return render(request, "tutorial/law.html", {"law": found, "articles": found.articles.all()})


urlpatterns = [path("van-ban/<int:number>/", law), path("", include(wagtail_urls))]
