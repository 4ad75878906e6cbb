"""Static files in production: whitenoise's manifest storage, each file compressed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Compresses only the files with a hash in their name, which pages link to. The same files without a hash are
    served for direct requests; compressing them too would double the work."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return super().compress_files(set(paths) & set(self.hashed_files.values()))
