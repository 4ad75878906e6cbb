"""Media in a bucket: sized pictures by a public address, everything else by signed links."""

from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from cms.core.file_names import ShortNames
from cms.core.prefixes import PICTURE_CACHE, PUBLIC_PREFIX


class PublicImagesS3Storage(ShortNames, S3Storage):
    """``public_url`` is the address of the bucket's public part: a CDN, or the proxy's own ``/media``."""

    def get_default_settings(self):
        return {**super().get_default_settings(), "public_url": ""}

    def url(self, name, parameters=None, expire=None, http_method=None):
        if self.public_url and name.startswith(PUBLIC_PREFIX):
            return f"{self.public_url.rstrip('/')}/{filepath_to_uri(name)}"
        return super().url(name, parameters, expire, http_method)

    def get_object_parameters(self, name):
        """What a CDN in front of the bucket is told."""
        told = super().get_object_parameters(name)
        return {**told, "CacheControl": PICTURE_CACHE} if name.startswith(PUBLIC_PREFIX) else told
