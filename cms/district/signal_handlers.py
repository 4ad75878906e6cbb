"""What happens elsewhere and concerns what travels between office and schools."""

from wagtail.signals import page_published

from cms.district.broadcasts import answers


def page_went_live(sender, instance, revision=None, **kwargs):
    answers.copy_published(instance.pk, getattr(revision, "user", None))


def connect():
    page_published.connect(page_went_live, dispatch_uid="district.page_published")
