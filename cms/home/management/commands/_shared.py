"""Common to the provisioning commands: messages in Vietnamese, errors as one clear line."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from cms.home.provisioning.messages import describe_file_error, describe_problems
from cms.home.provisioning.school_sheet import SheetError
from cms.home.provisioning.spec import SpecError


class ProvisioningCommand(BaseCommand):
    """Subclasses write ``run(options)``; its errors of input become ``CommandError`` in the people's language."""

    def handle(self, *args, **options):
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self.run(options)
            except SpecError as error:
                raise CommandError(describe_problems(error.problems)) from error
            except SheetError as error:
                raise CommandError(describe_file_error(error)) from error

    def run(self, options):
        raise NotImplementedError
