"""Demo content for ``manage.py load_demo``."""

from pathlib import Path


def find_library_file() -> Path:
    """JSON lines of real documents' facts (and one made-up school regulation with text of the project's own)."""
    return Path(__file__).with_name("library.jsonl")
