from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from cms.core import versions
from cms.legal.amendments import apply
from cms.legal.documents import school_bodies
from cms.legal.documents.lifecycle import announce_documents
from cms.legal.models import (
    AmendmentEdge,
    IssuingBody,
    LegalDocument,
    LegalDocumentFile,
    LegalEvent,
    LegalField,
    LegalRelation,
)
from cms.legal.models.relations import acted_upon
from cms.legal.validity import facts
from cms.tenancy.private import open_files


def document_before_delete(instance, **kwargs):
    """Stores references of other documents to it as words, as before it arrived."""
    words = facts.document_name(instance)
    apply.set_waiting(instance)
    instance.concerned = set(acted_upon(instance.pk))
    for model in (LegalRelation, LegalEvent):
        leading = model.objects.filter(**{model.OTHER: instance.pk})
        instance.concerned |= set(leading.values_list(f"{model.PARENT}_id", flat=True))
        leading.filter(**{model.WORDS: ""}).update(**{model.WORDS: words, "key": instance.number_key})


def document_deleted(instance, **kwargs):
    announce_documents([instance.pk, *instance.concerned])


def relation_before_change(instance, **kwargs):
    """Announces the document that was the target so far, too."""
    stored = type(instance).objects.filter(pk=instance.pk).values_list(instance.OTHER, flat=True) if instance.pk else ()
    instance.led_to = next(iter(stored), None)


def relation_changed(instance, origin=None, **kwargs):
    """Announces a relation saved or deleted alone; a change with its document is announced by the document."""
    if origin is not None and getattr(origin, "model", type(origin)) is not type(instance):
        return
    if not getattr(getattr(instance, instance.PARENT), "being_saved", False):
        ends = {getattr(instance, f"{end}_id") for end in (instance.PARENT, instance.OTHER)}
        ends.add(getattr(instance, "led_to", None))
        announce_documents([pk for pk in ends if pk])


def shows_file(file) -> bool:
    """Returns whether a public document of the library has this file (``cms.tenancy.private.open_files``)."""
    return LegalDocumentFile.objects.filter(file=file, document__live=True).exists()


def body_saved(instance, raw=False, **kwargs):
    """Links a body with a school's name to the school; where the office chose another one, its documents move."""
    if raw or instance.level != IssuingBody.Level.SCHOOL:
        return
    if instance.school_id or not school_bodies.link_bodies([instance]):
        school_bodies.announce_bodies([instance])


def issuing_body_changed(sender, raw=False, **kwargs):
    """Names of bodies and fields appear on the pages of all their documents, files on those of theirs."""
    if not raw:
        versions.bump_versions(versions.LIBRARY)


def connect_signals():
    for model in (IssuingBody, LegalField, LegalDocumentFile, AmendmentEdge):
        for signal in (post_save, post_delete):
            signal.connect(
                issuing_body_changed, sender=model, dispatch_uid=f"legal.{model.__name__}.words.{id(signal)}"
            )
    open_files.shown_elsewhere.append(shows_file)
    post_save.connect(body_saved, sender=IssuingBody, dispatch_uid="legal.body_saved")
    pre_delete.connect(document_before_delete, sender=LegalDocument, dispatch_uid="legal.document_goes")
    post_delete.connect(document_deleted, sender=LegalDocument, dispatch_uid="legal.document_deleted")
    pre_save.connect(relation_before_change, sender=LegalRelation, dispatch_uid="legal.relation_changes")
    for model in (LegalRelation, LegalEvent):
        for signal in (post_save, post_delete):
            signal.connect(relation_changed, sender=model, dispatch_uid=f"legal.{model.__name__}.changed.{id(signal)}")
