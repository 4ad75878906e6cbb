"""Media in a bucket: sized pictures by a public address, everything else by signed links."""

from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

#: Wagtail keeps renditions here; originals and documents lie elsewhere and stay private.
PUBLIC_PREFIX = "images/"
#: Renditions of pictures in private collections; served by a view that asks who may see them.
PRIVATE_PREFIX = "private_images/"


class PublicImagesS3Storage(S3Storage):
    """``public_url`` is the address of the bucket's public part: a CDN, or the proxy's own ``/media``."""

    def get_default_settings(self):
        return {**super().get_default_settings(), "public_url": ""}

    def url(self, name, parameters=None, expire=None, http_method=None):
        if self.public_url and name.startswith(PUBLIC_PREFIX):
            return f"{self.public_url.rstrip('/')}/{filepath_to_uri(name)}"
        return super().url(name, parameters, expire, http_method)
