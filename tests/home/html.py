"""A small reader of pages for tests: headings, landmarks, ids, links, fields without words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
#: Elements of SVG that may close themselves.
SELF_CLOSING = frozenset(["path", "circle", "rect", "ellipse", "polygon", "polyline", "line"])


@dataclass
class Page:
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    labels_for: list[str] = field(default_factory=list)
    fields: list[dict] = field(default_factory=list)
    images: list[dict] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    alternates: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    parts: dict[str, list[str]] = field(default_factory=dict)  # id → links inside it
    language: str = ""

    @property
    def nameless_fields(self) -> list[dict]:
        return [
            attrs
            for attrs in self.fields
            if attrs.get("id") not in self.labels_for and not attrs.get("aria-label") and not attrs.get("wrapped")
        ]

    @property
    def skipped_levels(self) -> list[tuple[int, int]]:
        return [(a, b) for a, b in zip(self.headings, self.headings[1:], strict=False) if b > a + 1]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.page = Page()
        self.stack: list[tuple[str, str]] = []

    def handle_startendtag(self, tag, attrs):
        self._seen(tag, dict(attrs))

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self._seen(tag, attrs)
        if tag not in VOID:
            self.stack.append((tag, attrs.get("id") or ""))

    def handle_endtag(self, tag):
        if tag in VOID:
            self.page.errors.append(f"</{tag}>")
        elif not self.stack or self.stack[-1][0] != tag:
            self.page.errors.append(f"</{tag}> closes {self.stack[-1][0] if self.stack else 'nothing'}")
        else:
            self.stack.pop()

    def close(self):
        super().close()
        self.page.errors += [f"<{tag}> stays open" for tag, _id in self.stack]

    def _seen(self, tag, attrs):
        page = self.page
        if tag == "html":
            page.language = attrs.get("lang", "")
        if attrs.get("id"):
            page.ids.append(attrs["id"])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            page.headings.append(int(tag[1]))
        if tag in ("main", "header", "footer", "nav"):
            page.landmarks.append(tag)
        if tag == "a" and attrs.get("href"):
            page.links.append(attrs["href"])
            for _tag, part in self.stack:
                if part:
                    page.parts.setdefault(part, []).append(attrs["href"])
        if tag == "label":
            page.labels_for.append(attrs.get("for", ""))
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
            page.fields.append({**attrs, "wrapped": any(name == "label" for name, _id in self.stack)})
        if tag == "img":
            page.images.append(attrs)
        if tag == "meta" and (attrs.get("name") or attrs.get("property")):
            page.meta[attrs.get("name") or attrs["property"]] = attrs.get("content", "")
        if tag == "link" and attrs.get("rel") == "canonical":
            page.meta["canonical"] = attrs["href"]
        if tag == "link" and attrs.get("rel") == "alternate" and attrs.get("hreflang"):
            page.alternates[attrs["hreflang"]] = attrs["href"]


def read(response) -> Page:
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader.page
