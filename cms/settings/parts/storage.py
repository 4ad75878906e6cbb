"""Media: local files by default, S3 by ``S3_BUCKET``; static files by whitenoise's manifest in production."""

from typing import Any

from cms.settings.env import Env


def storages(env: Env, manifest: bool) -> dict:
    static = (
        "cms.core.web.static_files.CompressedStaticFilesStorage"
        if manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    default: dict[str, Any] = {"BACKEND": "cms.core.media.file_names.ShortNamesFileSystemStorage"}
    if env("S3_BUCKET"):
        options = {
            "bucket_name": env("S3_BUCKET"),
            "access_key": env("S3_ACCESS_KEY"),
            "secret_key": env("S3_SECRET_KEY"),
            "region_name": env("S3_REGION"),
            # boto3 signs with version 2 unless told otherwise; other S3 servers refuse those links.
            "signature_version": "s3v4",
            "addressing_style": "path",
            "file_overwrite": False,
            "default_acl": None,
            "querystring_auth": True,
            "public_url": env("S3_PUBLIC_URL"),
        }
        if env("S3_ENDPOINT_URL"):
            options["endpoint_url"] = env("S3_ENDPOINT_URL")
        default = {"BACKEND": "cms.core.media.storage.PublicImagesS3Storage", "OPTIONS": options}
    return {"default": default, "staticfiles": {"BACKEND": static}}
