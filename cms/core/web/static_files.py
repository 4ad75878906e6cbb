"""Static files in service: whitenoise's manifest, packed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Packs the files with a hash in their name, which pages name. Those without one lie there for who asks for them
    by hand; to pack them too is the same work once more."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return super().compress_files(set(paths) & set(self.hashed_files.values()))
