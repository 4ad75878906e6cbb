"""Rounds of a person who types and presses: after each there is one object, with the whole text, live if it says so."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.editing.server import Server
from tests.factories import PASSWORD

EDITOR, APPROVER, LIBRARIAN = "soan@example.vn", "duyet@example.vn", "quan-tri@example.vn"
ANSWER = "#panel-child-content-answer-section [role=textbox], [data-contentpath=answer] [role=textbox]"
LONGEST_WAIT = 1500  # milliseconds between the last key and the press
KINDS = (
    "page new save", "page new submit", "page new publish", "page save", "page submit", "page publish", "page approve",
    "page approve-comment", "document new save", "document new publish", "document save", "document publish",
)  # fmt: skip


@dataclass
class Desks:
    """One signed-in browser page per person."""

    server: Server
    open_page: Callable
    desks: dict = field(default_factory=dict)

    def of(self, person: str):
        if person not in self.desks:
            page = self.open_page()
            page.goto(self.server.url("/admin/login/"))
            page.fill("#id_login", person)
            page.fill("#id_password", PASSWORD)
            page.click("button[type=submit]")
            page.wait_for_url(lambda address: "/login/" not in address)
            self.desks[person] = page
        return self.desks[person]


class NothingMade(Exception):
    """With what the screen said."""


def person_of(kind: str) -> str:
    if kind.startswith("document"):
        return LIBRARIAN
    return EDITOR if kind.endswith(("save", "submit")) else APPROVER


def play(desks: Desks, kind: str, number: int, chance: random.Random) -> list[str]:
    """What went wrong in this round; empty when all is well."""
    word = f"vong{number}x{chance.randrange(10**6)}"
    tail = f"het-{word}-cau"
    before = desks.server.state(word)
    page = desks.of(person_of(kind))
    try:
        address = _start(desks, kind, word)
    except NothingMade as said:
        return [f"round {number} ({kind}): what it begins with was not made; it said {said}"]
    page.goto(desks.server.url(address))
    _type(page, kind, word, tail)
    if tail not in _shown(page, kind):
        return [f"round {number} ({kind}): the form does not show what was typed into it"]
    page.wait_for_timeout(chance.randrange(LONGEST_WAIT))
    said = _press(page, kind.split()[-1])
    return [
        f"round {number} ({kind}): {fault}" for fault in _faults(desks.server.state(word), before, kind, tail, said)
    ]


def _start(desks: Desks, kind: str, word: str) -> str:
    """The form's address; what is edited or approved is made first."""
    index = desks.server.index
    if kind == "document new save" or kind == "document new publish":
        return "/admin/snippets/legal/legaldocument/add/"
    add = f"/admin/pages/add/legal/questionpage/{index}/"
    if " new " in kind:
        return add
    first = "submit" if "approve" in kind else "save"
    page = desks.of(LIBRARIAN if kind.startswith("document") else EDITOR)
    page.goto(desks.server.url("/admin/snippets/legal/legaldocument/add/" if kind.startswith("document") else add))
    _type(page, "document new" if kind.startswith("document") else "page new", word, "dau")
    said = _press(page, first)
    found = desks.server.state(word)["found"]
    if not found:
        raise NothingMade(f"{said!r} at {page.url}: {page.inner_text('main')[:300]!r}")
    key = found[0]["pk"]
    return (
        f"/admin/snippets/legal/legaldocument/edit/{key}/"
        if kind.startswith("document")
        else f"/admin/pages/{key}/edit/"
    )


def _shown(page, kind: str) -> str:
    return page.input_value("#id_title") if kind.startswith("document") else page.inner_text(ANSWER)


def _type(page, kind: str, word: str, tail: str) -> None:
    """At a person's speed; the last key goes into the text itself."""
    if kind.startswith("document"):
        if " new" in kind:
            page.fill("#id_number_raw", f"{word}/2024/TT-BGDĐT")
        page.click("#id_title")
        page.keyboard.press("Control+End")
        page.keyboard.type(f" Thông tư {tail}", delay=15)
        return
    if " new" in kind:
        page.fill("#id_title", f"Câu hỏi {word}")
    page.click(ANSWER)
    page.keyboard.press("Control+End")
    page.keyboard.type(f" Trả lời cho {word}, {tail}", delay=15)


def _press(page, action: str) -> str:
    """Presses the button, wherever the menu keeps it; the words that the next page says."""
    menu = page.locator("footer [data-controller~='w-dropdown'] button[data-w-dropdown-target='toggle']")
    wanted = {
        "save": "footer button[type=submit]:not([name]), footer button[name=action-edit], "
        "footer button[name=action-create]",
        "submit": "footer [name=action-submit]",
        "publish": "footer [name=action-publish]",
        "approve": "footer [data-workflow-action-name=approve]:not([data-workflow-action-modal-url])",
        "approve-comment": "footer [data-workflow-action-name=approve][data-workflow-action-modal-url]",
    }[action]
    button = page.locator(wanted).first
    if not button.is_visible() and menu.count():
        menu.first.click()
    here = page.url
    page.evaluate("window.stillHere = true")
    button.click()
    if action == "approve-comment":
        page.fill(".modal [name=comment]", "Tốt.")
        page.click(".modal [type=submit]")
    page.wait_for_function("() => window.stillHere !== true", timeout=90_000)  # text alone the policy forbids
    page.wait_for_load_state()
    return page.locator(".messages").inner_text() if page.locator(".messages").count() else here


def _faults(state: dict, before: dict, kind: str, tail: str, said: str) -> list[str]:
    rows = state["found"]
    more = (state["pages"] - before["pages"]) + (state["documents"] - before["documents"])
    if len(rows) != 1 or more != 1:
        return [f"{len(rows)} objects with the text, {more} more rows than before; it said {said!r}"]
    row, faults = rows[0], []
    action = kind.split()[-1]
    if tail not in row["latest"]:
        faults.append("the end of the text is missing")
    if action in ("publish", "approve", "approve-comment"):
        if not row["live"] or row["live_revision"] is None:
            faults.append(f"not live, and it said {said!r}")
        elif tail not in row["live_text"]:
            faults.append("the live text lacks its end")
    elif row["live"]:
        faults.append("live, though nobody published it")
    if action == "submit" and not row["waits"]:
        faults.append("waits for nobody's approval")
    if re.search(r"[Ll]ỗi|error", said):
        faults.append(f"it said {said!r}")
    return faults
