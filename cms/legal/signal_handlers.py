from django.db.models.signals import post_delete

from cms.legal.models import LegalDocument
from cms.legal.signals import announce


def document_deleted(instance, **kwargs):
    announce([instance.pk])


def connect():
    post_delete.connect(document_deleted, sender=LegalDocument, dispatch_uid="legal.document_deleted")
