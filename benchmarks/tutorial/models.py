"""Three kinds of pages and a snippet, as a tutorial has them."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.snippets.models import register_snippet


class HomePage(Page):
    body = RichTextField(blank=True)

    def get_context(self, request, *args, **kwargs):
        news = NewsPage.objects.live().descendant_of(self).order_by("-date")[:6]
        laws = Law.objects.order_by("-pk")[:5]
        return {**super().get_context(request, *args, **kwargs), "news": news, "laws": laws}


class NewsIndexPage(Page):
    intro = RichTextField(blank=True)

    def get_context(self, request, *args, **kwargs):
        news = NewsPage.objects.live().child_of(self).order_by("-date")[:12]
        return {**super().get_context(request, *args, **kwargs), "news": news}


class NewsPage(Page):
    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField(blank=True)


@register_snippet
class Law(ClusterableModel):
    number = models.CharField(max_length=50)
    title = models.CharField(max_length=250)

    def __str__(self):
        return self.number


class LawArticle(models.Model):
    law = ParentalKey(Law, related_name="articles", on_delete=models.CASCADE)
    label = models.CharField(max_length=50)
    heading = models.CharField(max_length=250)
    text = models.TextField()

    class Meta:
        ordering = ("pk",)
