"""Names of stored files: people upload files whose names are whole sentences."""

from pathlib import PurePosixPath

from django.core.files.storage import FileSystemStorage, Storage

#: File systems take 255 bytes, of which a Vietnamese letter needs up to three; Django adds a few of its own.
MAX_NAME = 150


class ShortNames(Storage):
    """For storages."""

    def get_valid_name(self, name: str) -> str:
        path = PurePosixPath(super().get_valid_name(name))
        room = max(1, MAX_NAME - len(path.suffix.encode()))
        return path.stem.encode()[:room].decode(errors="ignore") + path.suffix


class ShortNamesFileSystemStorage(ShortNames, FileSystemStorage):
    pass
