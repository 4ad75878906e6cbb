"""Type, wait a moment, press: on a slow gunicorn each round ends in one object with the whole text, live if it says so.

One round of each kind; ``make bench-editing`` plays two hundred.
"""

import random

import pytest
from django.db import connection

from tests.editing.rounds import APPROVER, KINDS, Desks, play
from tests.editing.server import own_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


SEND_SIDE_BY_SIDE = """async (texts) => {
  const form = document.querySelector("form[data-edit-form]");
  const send = (text) => {
    const data = new URLSearchParams(new FormData(form));
    data.set("answered_by", text);
    data.set("action-publish", "1");
    return fetch(form.getAttribute("action"), { method: "POST", body: data, redirect: "manual" });
  };
  return (await Promise.all(texts.map(send))).map((answer) => answer.type);
}"""


def side_by_side(desks):
    """The same form three times in one moment makes one page; two texts for one page in one moment: one is saved, the
    other shown again."""
    page = desks.of(APPROVER)
    page.goto(desks.server.url(f"/admin/pages/add/legal/questionpage/{desks.server.index}/"))
    page.fill("#id_title", "Câu hỏi cungluc")
    page.click("[data-contentpath=answer] [role=textbox]")
    page.keyboard.type("Tra loi.")
    page.wait_for_timeout(600)
    assert page.evaluate(SEND_SIDE_BY_SIDE, ["Ba", "Ba", "Ba"]) == ["opaqueredirect"] * 3
    [row] = desks.server.state("cungluc")["found"]
    assert row["live"]
    assert row["said_published"] == 1

    page.goto(desks.server.url(f"/admin/pages/{row['pk']}/edit/"))
    page.evaluate("document.querySelector('[name=editing-token]').remove()")
    assert sorted(page.evaluate(SEND_SIDE_BY_SIDE, ["co-mo", "thay-ba"])) == ["basic", "opaqueredirect"]
    [row] = desks.server.state("cungluc")["found"]
    assert row["live"]
    assert row["said_published"] == 2
    assert ("co-mo" in row["live_text"]) is not ("thay-ba" in row["live_text"])


SLOW_EDITOR = """
  const timer = window.setTimeout;
  window.setTimeout = (work, wait, ...more) => timer(work, wait === 250 ? 2500 : wait, ...more);
"""


def slow_editor(desks):
    """A busy browser: the rich text editor hands its text over long after the last key."""
    page = desks.of(APPROVER)
    page.add_init_script(SLOW_EDITOR)
    page.goto(desks.server.url(f"/admin/pages/add/legal/questionpage/{desks.server.index}/"))
    page.fill("#id_title", "Câu hỏi chamchap")
    page.click("[data-contentpath=answer] [role=textbox]")
    page.keyboard.type("Tra loi den het-cau.")
    page.locator("footer [name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_function("() => !location.pathname.includes('/add/')", timeout=60_000)
    [row] = desks.server.state("chamchap")["found"]
    assert row["live"]
    assert "het-cau" in row["live_text"]


def test_each_round_ends_in_one_whole_object(new_page):
    chance = random.Random(12)  # noqa: S311
    with own_server(slow=0.8, like=connection) as server:
        desks = Desks(server, new_page)
        side_by_side(desks)
        slow_editor(desks)
        faults = [fault for number, kind in enumerate(KINDS) for fault in play(desks, kind, number, chance)]
    assert faults == []
