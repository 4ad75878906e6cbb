"""Names that are out, of modules and of what they define: each says nothing, or is a metaphor for a thing that has a
standard term."""

import ast
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
#: Name that is out → the term that the code uses.
OUT = {
    "absent": "missing_document", "admin_scopes": "permissions", "alarm": "alerts", "asked": "cache_key, query_params",
    "bare_pictures": "image_metadata", "by_chance": "match_quality", "carried": "attachments", "child": "run_process",
    "declared": "policy", "desk": "assignment", "doubts": "uncertainties", "entry": "cached_response",
    "force": "validity", "frame": "layout", "front": "wsgi_cache", "further": "portal_listings", "gate": "checks",
    "governed": "jurisdiction",
    "grounds": "dependencies", "guard": "access, protection", "guesses": "password_strength",
    "held": "rejected_submission, target_lookup", "held_rows": "row_locks", "journal": "audit_log",
    "kept_pages": "cache_dependencies", "lanes": "queues", "lost": "orphaned_runs", "namesakes": "disambiguation",
    "nearby": "zero_results", "nearness": "proximity", "notice_kinds": "notifications", "older": "optimistic_locking",
    "outcome": "results", "packed": "posting_encoding", "paper": "rendering, question_paper", "parts": "page_panels",
    "pause": "circuit_breaker", "reach": "scope", "reading": "parsing", "receivers": "http_client",
    "refusals": "denied", "repeats": "duplicates", "row_groups": "facet_groups", "sealing": "encryption",
    "sent": "idempotency", "short_way": "fast_routing", "showing": "listings", "shown": "visibility",
    "stack": "recursion", "stamp": "build_version", "steps": "transitions", "switch": "site_switcher",
    "table": "url_rules, source_registry", "talk": "discussion", "told_sources": "exported_sources",
    "trail": "path_index", "turns": "single_flight", "visitors": "subjects", "wall": "policy", "warm": "warmup",
    "ways": "phrase_constraints, channel_config", "whose": "ownership", "words": "messages, synonyms",
    "workplace": "admin_views", "worth": "source_weights",
}  # fmt: skip
#: Names of functions and classes that are out: no verb with an object, or no noun that is understood by itself.
OUT_OF_DEFINITIONS = {
    "act", "ask", "asked", "desk", "doubts", "further", "gate", "give", "go_on", "guard", "held", "holds",
    "keep", "kept", "let_pass", "look", "marks", "moments", "note", "of", "older", "own", "put", "reach",
    "said", "say", "sent", "shown", "showing", "stamp", "take", "talk", "tell", "teller", "tells", "told",
    "trail", "turn", "turns", "wall", "watch", "way", "ways", "whose", "words", "worth",
}  # fmt: skip
#: Not modules of the apps' own naming: tables keep the names of their models, tags those of the templates.
APART = {"migrations", "models", "templatetags", "management"}
#: Settings are split by what they set; their package says so.
SETTINGS = "cms/settings/"


def find_names_out(paths: list[str]) -> list[str]:
    """One line for each path of a module or package whose name is out."""
    return [
        f"{path}: the name {part!r} is out, use {OUT[part]} (docs/architecture.md)"
        for path in paths if not path.startswith(SETTINGS) and not APART & set(path.split("/"))
        for part in path.removesuffix(".py").split("/") if part in OUT
    ]  # fmt: skip


def test_no_module_bears_a_name_that_is_out():
    files = [*(ROOT / "cms").rglob("*.py"), *(ROOT / "search").rglob("*.py")]
    found = find_names_out(sorted(str(file.relative_to(ROOT)) for file in files))
    assert not found, "\n".join(found)


def test_a_name_that_is_out_is_found():
    assert find_names_out(
        ["cms/x/whose.py", "cms/x/held/__init__.py", "cms/x/ownership.py", "cms/x/models/wall.py"]
    ) == [
        "cms/x/whose.py: the name 'whose' is out, use ownership (docs/architecture.md)",
        "cms/x/held/__init__.py: the name 'held' is out, use rejected_submission, target_lookup (docs/architecture.md)",
    ]


def find_definitions_out(path: str, source: str) -> list[str]:
    """One line for each function or class of the module whose name is out."""
    definitions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return [
        f"{path}:{node.lineno}: {node.name!r} is no verb with an object, no noun that says what it is (CONTRIBUTING.md)"
        for node in definitions
        if node.name in OUT_OF_DEFINITIONS
    ]


def test_no_definition_bears_a_name_that_is_out():
    files = [*(ROOT / "cms").rglob("*.py"), *(ROOT / "search").rglob("*.py")]
    paths = [file for file in files if not APART & set(file.parts)]
    assert len(paths) > 500
    found = [line for file in paths for line in find_definitions_out(str(file.relative_to(ROOT)), file.read_text())]
    assert not found, "\n".join(found)


def test_a_definition_that_is_out_is_found():
    source = "def told():\n    def kept(): ...\nclass Page: ...\ndef find_page(): ..."
    assert [line.split(" is no ")[0] for line in find_definitions_out("cms/x.py", source)] == ["cms/x.py:1: 'told'"]
