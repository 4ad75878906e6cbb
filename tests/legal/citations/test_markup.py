"""Links are put between tags and nowhere else, whatever the HTML."""

import random
import re

import lxml.html
import pytest

from cms.legal.citations.markup import insert_links, parse_markup
from cms.legal.parsing.citation_finder import find_citations

LINK = '<a class="citation" href="/x">'


def linked(html: str) -> str:
    marked = parse_markup(html)
    found = find_citations(marked.text) if marked.understood else []
    return insert_links(html, [(link, LINK) for one in found for link in marked.links(one.start, one.end)])


def without_links(html: str) -> str:
    """Each of our tags with the closing tag that belongs to it taken out."""
    parts, depth, opened = [], 0, []
    for part in re.split(r"(<a\b[^>]*>|</a>)", html):
        if part.startswith("<a"):
            depth += 1
            opened.append(part == LINK)
            parts.append("" if part == LINK else part)
        elif part == "</a>":
            parts.append("" if opened and opened.pop() else part)
        else:
            parts.append(part)
    return "".join(parts)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Theo Luật số 43/2019/QH14.</p>", ["Luật số 43/2019/QH14"]),
        ("<p>Thông tư 37/2020/TT-BGD&amp;ĐT</p>", ["Thông tư 37/2020/TT-BGD&amp;ĐT"]),
        ("<p>Luật&nbsp;số&nbsp;43/2019/QH14</p>", ["Luật&nbsp;số&nbsp;43/2019/QH14"]),
        ("<p>Luật số <b>43/2019/QH14</b></p>", ["Luật số <b>43/2019/QH14</b>"]),
        ("<p><b>Điều 5</b> Luật số 43/2019/QH14</p>", ["<b>Điều 5</b> Luật số 43/2019/QH14"]),
        ("<p><b>Căn cứ Luật số</b> 43/2019/QH14</p>", ["Luật số", " 43/2019/QH14"]),
        ("<p>Luật số<br>43/2019/QH14<sup>1</sup>, và</p>", ["Luật số<br>43/2019/QH14"]),
        ("<p>Luật số</p><p>43/2019/QH14</p>", ["43/2019/QH14"]),
        ("<h2>Luật số 43/2019/QH14</h2><p>Nghị định 15/2020/NĐ-CP</p>", ["Nghị định 15/2020/NĐ-CP"]),
        ('<p><a href="/y">Luật số 43/2019/QH14</a></p>', []),
        ('<p>Điều 5 <a href="/y">Luật số 43/2019/QH14</a></p>', []),
        ("<p><code>Luật số 43/2019/QH14</code></p>", []),
        ('<img alt="a > Luật số 43/2019/QH14"><p>x</p>', []),
        ("<p title='Luật số 43/2019/QH14'>x</p>", []),
        ("<script>Luật số 43/2019/QH14</script>", []),
        ("<!-- Luật số 43/2019/QH14 -->", []),
        ("<p>a < b, Luật số 43/2019/QH14</p>", []),
        ('<p x="Luật số 43/2019/QH14>Luật số 43/2019/QH14</p>', []),
        ('<p\u00a0x=">Luật số 43/2019/QH14">', []),
        ("<textarea>Luật số 43/2019/QH14</textarea>", []),
    ],
)
def test_where_links_are_put(html, words):
    out = linked(html)
    assert re.findall(rf"{LINK}(.*?)</a>", out, re.DOTALL) == words
    assert without_links(out) == html
    assert linked(out) == out, "a second pass changes nothing"


# fmt: off
PIECES = (
    "Luật số 43/2019/QH14", "khoản 2 Điều 5 ", "Nghị định 15/2020/NĐ-CP", "Thông tư ", "37/2020/TT-BGD&amp;ĐT", " và ",
    "&lt;b&gt;", "&nbsp;", "&#60;", "&", "<", ">", '"', "'", "<p>", "</p>", "<b>", "</b>", "<i>", "</i>", "<br>",
    "<br/>", "<h2>", "</h2>", '<a href="/y">', "</a>", '<a href="javascript:alert(1)">', '<img src=x alt="a > b">',
    "<img src=x onerror=alert(1)>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<svg>",
    "</svg>", "<textarea>", "<title>", '<p title="', '">', "<p title='", "'>", "<sup>1</sup>", "<code>", "</code>",
    "\n\n", "\x00", "\ud800", "<ul><li>", "</li></ul>", "<b <i>", "</ b>", "<p/x>", "<table>", "<td>", "<select>",
    "<template>",
)
# fmt: on


def words(text: str | None) -> str:
    return " ".join((text or "").split())


def shape(html: str) -> list:
    """What a browser makes of it: tags with attributes, and text; our links left out."""
    tree = lxml.html.fragment_fromstring(html.replace("\x00", "").encode("utf-8", "replace").decode(), "div")
    for link in tree.xpath("//a[@class='citation']"):
        link.drop_tag()
    return [(node.tag, dict(node.attrib), words(node.text) + "|" + words(node.tail)) for node in tree.iter()]


def test_hostile_html_keeps_its_meaning():
    chance = random.Random(20261125)  # noqa: S311
    changed = 0
    for _round in range(3000):
        html = "".join(chance.choices(PIECES, k=chance.randint(1, 14)))
        out = linked(html)
        assert without_links(out) == html, html
        if out != html:
            changed += 1
            assert shape(out) == shape(html), html
    assert changed > 50, "links were made, so that there was something to compare"


def test_soup_of_well_formed_html_is_still_linked():
    chance = random.Random(7)  # noqa: S311
    for _round in range(300):
        tags = chance.choices(["b", "i", "em", "strong", "u"], k=2)
        html = (
            f"<p>{chance.choice(['', 'Theo '])}<{tags[0]}>Luật số <{tags[1]}>43/2019/QH14</{tags[1]}></{tags[0]}>.</p>"
        )
        assert linked(html).count(LINK) == 1


def test_time_grows_with_the_text_alone():
    """Shapes that make careless patterns slow; without bounds these would not end."""
    for text in (
        "<" * 200_000,
        "<p " * 50_000,
        '<p x="' * 50_000,
        "&" * 200_000,
        "<b>" * 50_000 + "Luật số 43/2019/QH14",
    ):
        assert isinstance(linked(text), str)
