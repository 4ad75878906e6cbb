"""Walks every address of the admin's resolver as one person, with the numbers of another school.

How an address is filled is said here by the names of its arguments, independently of the guard's own table; an
address that cannot be filled is an error (``Unfilled``).
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from django.contrib.messages import get_messages
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from pypdf import PdfReader
from wagtail.models import ReferenceIndex

from cms.tenancy.row_access.owners import owner_resolver
from tests.tenancy.isolation.anything import make
from tests.tenancy.isolation.reading import Looked, noting
from tests.tenancy.isolation.world import MISSING, Side

BY_ARGUMENT = {
    **dict.fromkeys(("parent_page_id",), "home"),
    **dict.fromkeys(("page_id", "page_pk", "page_to_move_id", "destination_id"), "page"),
    **dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), "revision"),
    "task_state_id": "task_state", "workflow_state_id": "workflow_state", "image_id": "image",
    **dict.fromkeys(("document_id", "doc_id"), "document"),
    "uploaded_file_id": "upload", "redirect_id": "redirect", "membership_id": "membership",
    "invitation_id": "invitation", "user_id": "user", "collection_id": "collection", "session_id": "session",
    "translation_id": "translation", "translation_source_id": "source", "string_segment_id": "string_segment",
    "overridable_segment_id": "overridable_segment", "object_id": "page", "broadcast_id": "broadcast",
    "notice_id": "notice", **dict.fromkeys(
        ("task_id", "workflow_pk", "plan_id", "review_id", "first_id", "second_id", "upload_id", "proposal_id",
            "clause_id", "law_id", "conflict_id", "version_id"), "office"
    ),
    "school_id": "school",
}  # fmt: skip
BY_NAMESPACE = {
    "wagtailadmin_api:pages": "page", "wagtailadmin_pages": "page", "wagtailadmin_api:images": "image",
    "wagtailadmin_api:documents": "document", "wagtailadmin_collections": "collection", "wagtailsettings": "site",
    "wagtailusers_users": "user", "memberships": "membership", "schools": "school", "school_chooser": "school",
    "wagtailsites": "site", "wagtaildocs_chooser": "document", "wagtailimages_chooser": "image",
    "wagtail_localize": "page",
    **dict.fromkeys(
        (
            "wagtailadmin_workflows", "wagtailusers_groups", "wagtaillocales", "authorities", "portal_links", "targets",
            "plans", "wagtailsnippets_search_searchword", "wagtailsnippetchoosers_search_searchword", *(
                f"{kind}_legal_{model}"
                for kind in ("wagtailsnippets", "wagtailsnippetchoosers")
                for model in ("legaldocument", "documenttype", "issuingbody", "legalfield")
            ),
        ),
        "office",
    ),
}  # fmt: skip
BY_NAME = {
    **dict.fromkeys(("contests_question", "contests_question_review"), "contests.BankQuestion"),
    **dict.fromkeys(
        ("certificate_item", "certificate_pdf", "certificate_revoke", "certificate_mine"), "certificates.Certificate"
    ),
    **dict.fromkeys(("certificate_batch", "certificate_print"), "certificates.CertificateBatch"),
    **dict.fromkeys(("certificate_template", "certificate_sample"), "certificates.CertificateTemplate"),
    "certificate_file": "certificates.PrintFile", "training_roster_entry": "training.LawReporter",
    **dict.fromkeys(
        ("training_session", "training_session_delete", "training_attendance", "training_code", "training_attend"),
        "training.CourseSession",
    ),
}  # fmt: skip
WORDS = {
    "action_name": ("approve", "publish"),
    "action": ("delete", "publish", "unpublish", "move", "add_tags", "add_to_collection"),
    "filter_spec": ("max-165x165",), "mode": ("",), "uidb64": ("x",), "token": ("x-y",),
    "kind": ("csv", "xlsx", "docx", "one"), "number": ("1",),
    "code": ("section", "items_quarter"), "name": ("search_replay",),
    "step": ("confirm", "decline", "close", "out", "refuse", "send_out"), "period": ("2026-q1",),
    "verb": ("suspend", "reactivate", "remove", "link", "again", "withdraw"),
}  # fmt: skip
MODELS = {
    ("app_label", "model_name"): (("wagtailcore", "page"), ("core", "schoolimage"), ("core", "schooldocument"),
        ("tenancy", "school"), ("legal", "legaldocument")),
    ("content_type_app_name", "content_type_model_name"): (("home", "newspage"), ("legal", "legalnewspage")),
    ("app_name", "model_name"): (("home", "schoolsettings"), ("search", "searchsettings"), ("taggit", "tag")),
}  # fmt: skip
#: Parameters with a number of the kind; each is tried alone on every address that can be opened without it.
PARAMETERS = {
    **dict.fromkeys(
        ("parent_page_id", "child_of", "childOf", "descendant_of", "destination_page_id", "target_pages[]", "page_id"),
        "page"
    ),
    "collection_id": "collection", "collection": "collection", "parent": "collection", "owner": "user",
    "edited_by": "user", "user": "user", "locked_by": "user", "requested_by": "user", "site": "site", "id": "page",
}  # fmt: skip


#: What differs from one answer to the next whoever asks: tokens, signed links, random names, the clock
#: and the code that changes with it.
NOISE = re.compile(
    r"""\b[A-Za-z0-9]{64}\b|nonce="[^"]*"
    |\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b
    |X-Amz-[^"'\s<]+
    |key(?:\W|&quot;)+[a-z0-9]{5}\b|editing-sessions/\w+/[\w/]+|(?:\b|(?<=T))\d\d?:\d\d(?::\d\d)?(?:\.\d+)?
    |data-seconds="\d+"|<div\ id="attendance-code"[\s\S]*?</div>
    |\d+.{0,40}?(?:trước|tr\\u01b0\\u1edbc)|Vừa\ xong|V\\u1eeba\ xong""",
    re.VERBOSE,
)


#: The one that every page has, found soon.
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


class Unfilled(Exception):
    """The walker does not know what an argument of an address names."""


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]
    route: str

    @property
    def namespace(self) -> str:
        return self.name.rpartition(":")[0]


@dataclass(frozen=True)
class Finding:
    kind: str  # leak, touch, injection, oracle, count or error
    request: str
    detail: str = ""


def addresses() -> list[Address]:
    found = [address for address in _walk(get_resolver().url_patterns) if address.route.startswith("admin/")]
    return [address for address in found if not address.route.startswith("admin/^")]  # Wagtail's own 404


def _walk(patterns, names=(), arguments=(), route="") -> Iterator[Address]:
    for pattern in patterns:
        mine = (*arguments, *pattern.pattern.regex.groupindex)
        here = route + str(pattern.pattern).removeprefix("^") if route else str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(":".join((*names, pattern.name or here)), mine, here)
        else:
            yield from _walk(
                pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names, mine, here
            )


def kind_of(address: Address, argument: str) -> str:
    """Things named here by hand; else the model of the address's viewset, or the one that ``…_id`` is called after."""
    kind = BY_ARGUMENT.get(argument) if argument != "pk" else BY_NAMESPACE.get(address.namespace)
    if kind is None and (model := _model_of(address, argument)) is not None:
        kind = model._meta.label
    if argument in ("pk", "session_id", "question_id") and address.name in BY_NAME:
        kind = BY_NAME[address.name]
    if argument == "pk" and address.name.startswith("advice_"):
        kind = {
            "advice_expert": "expert_profile",
            "advice_review": "review",
            "advice_report": "advice.AnswerReport",
            "advice_attachment": "advice.Attachment",
        }.get(address.name, "question")
    if argument == "pk" and address.name.startswith("district_"):
        kind = "submission" if "queue" in address.name else "broadcast"
    if kind is None:
        raise Unfilled(f"{address.name}: {argument}")
    return kind


def _model_of(address: Address, argument: str):
    from django.apps import apps

    if argument == "pk":
        model = _models_of_viewsets().get(address.namespace)
    else:
        called = [
            m
            for m in apps.get_models()
            if f"{m._meta.model_name}_id" == argument.replace("_", "", argument.count("_") - 1)
        ]
        model = called[0] if len(called) == 1 else None
    return model if model is not None and owner_resolver(model) is not None else None


@cache
def _models_of_viewsets() -> dict:
    from wagtail.admin.viewsets import viewsets

    found = {}
    for viewset in viewsets.viewsets:
        with suppress(ImproperlyConfigured):  # those of Wagtail's that have no addresses of their own
            found[viewset.url_namespace] = getattr(viewset, "model", None)
    return found


def number_of(side: Side, kind: str) -> int:
    """Of a thing of the world, or of any model that hangs on a school (made when first asked for)."""
    if kind not in side.ids:
        from django.apps import apps

        side.ids[kind] = make(apps.get_model(kind), side).pk
    return side.ids[kind]


def fillings(address: Address, own: Side, other: Side, office_id: int) -> Iterator[tuple[dict, bool]]:
    """(arguments, names another school's things): all of the other school, and each alone among own ones."""
    words, numbers = [], []
    left = list(address.arguments)
    for pair, values in MODELS.items():
        if set(pair) <= set(left):
            words.append([dict(zip(pair, value, strict=True)) for value in values])
            left = [argument for argument in left if argument not in pair]
    for argument in left:
        if argument in WORDS:
            words.append([{argument: word} for word in WORDS[argument]])
        else:
            numbers.append((argument, kind_of(address, argument)))
    for chosen in itertools.product(*words):
        fixed = {name: word for part in chosen for name, word in part.items()}
        shared = {name: office_id for name, kind in numbers if kind == "office"}
        ours = {name: number_of(own, kind) for name, kind in numbers if kind != "office"}
        theirs = {name: number_of(other, kind) for name, kind in numbers if kind != "office"}
        yield {**fixed, **shared, **ours}, False
        if theirs:
            yield {**fixed, **shared, **theirs}, True
        if len(theirs) > 1:
            for name in theirs:
                yield {**fixed, **shared, **ours, name: theirs[name]}, True


def path_of(address: Address, arguments: dict) -> str:
    """The address with its arguments put in; routes are those of ``path`` and ``re_path``."""
    route = re.sub(
        r"<(?:\w+:)?(\w+)>",
        lambda match: str(arguments[match[1]]),
        re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", address.route),
    )
    return "/" + route.replace("^", "").replace("\\.", ".").rstrip("$")


def words_of(body: bytes) -> str:
    """What a person reads in an answer: a workbook or a package is opened, the text of a PDF taken out."""
    if body.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(body)) as package:
            return "\n".join(f"{name}\n{words_of(package.read(name))}" for name in package.namelist())
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode(errors="replace")


_OPENED: dict[tuple[str, str, str], Looked | None] = {}  # person, school and address: all walk the same world


@dataclass
class Walker:
    client: Client
    own: Side
    other: Side
    findings: list[Finding] = field(default_factory=list)
    requests: int = 0
    statuses: dict[tuple[str, str], int] = field(default_factory=dict)
    said: str = ""  # the last answer: body, address and messages
    of_nothing: dict[tuple, tuple[int, str]] = field(default_factory=dict)  # answers to numbers of nothing, by request

    def __post_init__(self):
        self.before = self._rows()
        self._known_references()  # before anything is written

    def ask(self, method: str, path: str, data: dict | str | None = None, **more) -> int:
        """One request in a savepoint that is rolled back; what is wrong goes to ``findings``."""
        self.requests += 1
        if data is None and method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            data = ""
        words = f"{method} {path} {data or ''}".strip()
        written: set[str] = set()
        self.said = ""
        self.client.cookies.pop("messages", None)  # what the requests before have said
        with undone():
            try:
                with connection.execute_wrapper(_Writes(written)):
                    response = getattr(self.client, method.lower())(path, data, **more)
            except Exception as error:
                self.findings.append(Finding("error", words, f"{type(error).__name__}: {error}"[:200]))
                return 0
            self._look(words, response)
            if written:
                self._compare(words, written)
        return response.status_code

    def hear(self, method: str, path: str, data=None, **more) -> tuple[int, str]:
        """What can be told from one request: the status and the whole answer."""
        return self.ask(method, path, data, **more), self.said

    def opens(self, path: str) -> Looked | None:
        """What the view looks up, where the person can open it. One walk's answer holds for those after it."""
        key = (self.client.session["_auth_user_id"], self.own.marker, path)
        if key not in _OPENED:
            with noting() as looked:
                _OPENED[key] = looked if self.ask("GET", path) == 200 else None
        return _OPENED[key]

    def plain(self, text: str) -> str:
        """Numbers and noise taken out."""
        numbers = "|".join(sorted(map(str, {*self.other.numbers, MISSING}), key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{numbers})(?!\w)", "#", NOISE.sub("", text))

    def alike(self, one: tuple[int, str], other: tuple[int, str]) -> bool:
        """But for numbers and noise. Most lines are the same as they stand, and the rest is soon read."""
        left, right = one[1].split("\n"), other[1].split("\n")
        if one[0] != other[0]:
            return False
        if len(left) == len(right) and all(
            a == b or TOKEN.sub("", a) == TOKEN.sub("", b) or self.plain(a) == self.plain(b)
            for a, b in zip(left, right, strict=True)
        ):
            return True
        return self.plain(one[1]) == self.plain(other[1])

    def same(self, method: str, theirs: tuple, nothing: tuple, **more) -> None:
        """Each (path, data): the answer to another school's numbers is, word for word, that to numbers of nothing."""
        got, key = self.hear(method, *theirs, **more), (method, repr(nothing), repr(more))
        if key not in self.of_nothing:
            self.of_nothing[key] = self.hear(method, *nothing, **more)
        wanted = self.of_nothing[key]
        if not self.alike(got, wanted):
            self.findings.append(Finding("oracle", f"{method} {theirs}", self.difference(got, wanted)))

    def difference(self, one: tuple[int, str], other: tuple[int, str]) -> str:
        texts = [self.plain(text).splitlines() for _status, text in (one, other)]
        lines = difflib.unified_diff(*texts, lineterm="", n=0)
        return f"{one[0]}, {other[0]}: {[line.strip()[:80] for line in lines][2:8]}"

    def _look(self, words: str, response) -> None:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        texts = {
            "body": words_of(body),
            "location": response.get("Location", ""),
            "message": " ".join(str(message) for message in get_messages(response.wsgi_request)),
        }
        self.said = "\n".join(texts.values())
        for place, text in texts.items():
            found = text.casefold().find(self.other.marker)
            if found >= 0:
                start = max(0, found - 60)
                self.findings.append(Finding("leak", words, f"{place}: {text[start : found + 40]!r}"))
        if response.status_code >= 500:
            self.findings.append(Finding("error", words, str(response.status_code)))

    def _rows(self, tables: set[str] | None = None) -> dict:
        """The other school's rows; ``tables``: those of which a part lies in one of these."""
        return {
            (type(row), row.pk): type(row)._base_manager.filter(pk=row.pk).values().first()
            for row in self.other.rows
            if tables is None or tables & tables_of(type(row))
        }

    def _compare(self, words: str, tables: set[str] | None = None) -> None:
        """Nothing else changes than what statements name: of rows in other tables nobody needs to ask."""
        changed = [
            f"{model.__name__} {pk}"
            for (model, pk), row in self._rows(tables).items()
            if row != self.before.get((model, pk), row)
        ]
        if changed:
            self.findings.append(Finding("touch", words, ", ".join(changed)))
        if tables is not None and ReferenceIndex._meta.db_table not in tables:
            return
        theirs = {str(number) for number in self.other.numbers}
        pointing = ReferenceIndex.objects.filter(to_object_id__in=theirs).exclude(object_id__in=theirs)
        if row := pointing.exclude(pk__in=self._known_references()).first():
            self.findings.append(Finding("injection", words, f"{row.object_id}.{row.model_path} → {row.to_object_id}"))

    def _known_references(self) -> set[int]:
        if not hasattr(self, "_known"):
            theirs = {str(number) for number in self.other.numbers}
            rows = ReferenceIndex.objects.filter(to_object_id__in=theirs).exclude(object_id__in=theirs)
            self._known = set(rows.values_list("pk", flat=True))
        return self._known


@cache
def tables_of(model) -> frozenset[str]:
    """Where the fields of a model lie: its own table and those of what it inherits from."""
    return frozenset(part._meta.db_table for part in (model, *model._meta.get_parent_list()))


#: INSERT OR IGNORE INTO, UPDATE, DELETE FROM
_CHANGES = re.compile(r'(?:INSERT[A-Z ]*|UPDATE|DELETE FROM) "?(\w+)')


class _Writes:
    """Notes the tables whose rows statements change; sessions do not count."""

    def __init__(self, written: set[str]):
        self.written = written

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.written.add(_CHANGES.match(sql)[1])
        return execute(sql, params, many, context)


@contextmanager
def undone():
    """Database changes inside are taken back."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        if connection.needs_rollback:
            transaction.set_rollback(False)
        transaction.savepoint_rollback(savepoint)


def with_missing(arguments: dict, own: Side, other: Side) -> dict:
    """The other school's numbers replaced by ones of no row."""
    return {name: MISSING if value in other.numbers else value for name, value in arguments.items()}
