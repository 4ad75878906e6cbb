"""Connects the section's protection to every way to write, delete, move or hide a page row."""

from django.apps import apps
from django.db.models.signals import pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from cms.legal.section import protection


def before_save(sender, instance, raw=False, update_fields=None, **kwargs):
    if not raw:
        protection.check_save(instance, update_fields)


def before_delete(sender, instance, **kwargs):
    protection.check_delete(instance)


def before_move(sender, instance, parent_page_before, parent_page_after, **kwargs):
    protection.check_move(instance, parent_page_before, parent_page_after)


def before_restriction(sender, instance, raw=False, **kwargs):
    if not raw:
        protection.check_restriction(instance)


def connect_signals():
    """Called when all models are loaded: home pages belong to a higher layer."""
    guarded = [model for model in apps.get_models() if getattr(model, "section_part", None)]
    for model in [Page, *guarded]:  # moves, locks and some commands save plain Page rows
        pre_save.connect(before_save, sender=model, dispatch_uid=f"legal.section.save.{model.__name__}")
    for model in guarded:
        pre_delete.connect(before_delete, sender=model, dispatch_uid=f"legal.section.delete.{model.__name__}")
    pre_page_move.connect(before_move, dispatch_uid="legal.section.move")
    pre_save.connect(before_restriction, sender=PageViewRestriction, dispatch_uid="legal.section.restrict")
