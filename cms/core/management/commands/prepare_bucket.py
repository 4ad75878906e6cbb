"""``manage.py prepare_bucket``: creates the media bucket if missing and makes its sized pictures public."""

import json
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.core.media.storage import PublicImagesS3Storage
from cms.core.media.storage_prefixes import PUBLIC_PREFIX


def bucket_policy(bucket: str) -> str:
    """Returns the JSON policy: everyone may read objects under ``PUBLIC_PREFIX``, and nothing else."""
    statement = {
        "Sid": "PublicImages",
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{bucket}/{PUBLIC_PREFIX}*"],
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class Command(BaseCommand):
    help = _("Create the media bucket if it is missing and open its sized pictures to the public.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help=_("Print the result as JSON."))

    def handle(self, *args: Any, **options: Any) -> None:
        media = storages["default"]
        if not isinstance(media, PublicImagesS3Storage):
            raise CommandError(_("S3_BUCKET is not set: media are local files, there is no bucket to prepare."))
        client = media.connection.meta.client
        bucket = media.bucket_name
        try:
            created = self._create(client, bucket, media.region_name)
            client.put_bucket_policy(Bucket=bucket, Policy=bucket_policy(bucket))
        except (BotoCoreError, ClientError) as error:
            raise CommandError(_("The S3 server refused: %(error)s") % {"error": error}) from error
        if options["json"]:
            self.stdout.write(json.dumps({"bucket": bucket, "created": created}))
        elif created:
            self.stdout.write(_("Created the bucket %(bucket)s.") % {"bucket": bucket})
        else:
            self.stdout.write(_("The bucket %(bucket)s is ready.") % {"bucket": bucket})

    @staticmethod
    def _create(client: Any, bucket: str, region: str) -> bool:
        try:
            client.head_bucket(Bucket=bucket)
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("404", "NoSuchBucket"):
                raise
        else:
            return False
        # Amazon's API rejects the name of its first region here.
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        client.create_bucket(Bucket=bucket, **place)
        return True
