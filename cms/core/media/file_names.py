"""Shortens the names of stored files: people upload files whose names are whole sentences."""

from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage, Storage

#: Bytes. File systems accept 255; a Vietnamese letter needs up to three, and Django appends a few.
MAX_NAME = 150


class ShortNames(Storage):
    """A mixin for storages."""

    def get_valid_name(self, name: str) -> str:
        path = PurePosixPath(super().get_valid_name(name))
        room = max(1, MAX_NAME - len(path.suffix.encode()))
        return path.stem.encode()[:room].decode(errors="ignore") + path.suffix


class ShortNamesFileSystemStorage(ShortNames, FileSystemStorage):
    pass
