"""Upload forms that start in the person's own collection instead of Wagtail's root."""

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.tenancy import rights


class OwnCollectionMixin:
    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        collection = rights.home_collection(user) if user and not self.instance.pk else None
        if collection and "collection" in self.fields:
            self.initial["collection"] = collection.pk


class ImageForm(OwnCollectionMixin, BaseImageForm):
    pass


class DocumentForm(OwnCollectionMixin, BaseDocumentForm):
    pass
