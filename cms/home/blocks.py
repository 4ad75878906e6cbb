"""Blocks of the home pages. Lists are filled by ``cms.home.listings`` for the page's own site."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import GalleryBlock, LinkBlock
from cms.core.blocks.body import RICH_TEXT
from cms.home import listings
from cms.legal.section.policy import SECTION_CHILDREN


class ListingBlock(blocks.StructBlock):
    """A headed list; ``entries(value, page, site_info)`` gives ``listings.Card`` rows."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=4)

    def entries(self, value, page, site_info) -> list[listings.Card]:
        raise NotImplementedError

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        request = context.get("request")
        site_info = getattr(request, "site_info", None)
        context["cards"] = self.entries(value, page, site_info) if page and site_info else []
        context["more_url"] = listings.find_list_url(context["cards"], site_info)
        return context


class LeadValue(blocks.StructValue):
    """What a lead block shows, looked up once: the block itself asks, and the lists of news, which leave it out."""

    def cards(self, page, site_info) -> list[listings.Card]:
        if not hasattr(self, "_cards"):
            # A chosen story that is no longer public gives way to the newest one.
            chosen = listings.cards_of_pages([self["page"].pk], site_info) if self.get("page") else []
            self._cards = chosen or listings.choose_lead(page, site_info)
        return self._cards


class LeadBlock(ListingBlock):
    """The newest (or the chosen) story, large."""

    page = blocks.PageChooserBlock(
        label=_("Story"),
        required=False,
        page_type=["home.NewsPage", "legal.LegalNewsPage"],
        help_text=_("Empty: the newest news item with a picture."),
    )
    count = None

    class Meta:
        label = _("Lead story")
        icon = "pick"
        template = "home/blocks/lead.html"
        value_class = LeadValue

    def entries(self, value, page, site_info):
        return value.cards(page, site_info)


class NewsListBlock(ListingBlock):
    class Meta:
        label = _("News")
        icon = "list-ul"
        template = "home/blocks/news_list.html"

    def entries(self, value, page, site_info):
        count = value.get("count") or 4
        leads = [block.value for block in getattr(page, "body", ()) if block.block_type == "lead"]
        leading = {card.url for lead in leads for card in lead.cards(page, site_info)}
        cards = listings.newest_with_added("home.NewsPage", page, site_info, count + len(leading))
        return [card for card in cards if card.url not in leading][:count]


class NoticeListBlock(ListingBlock):
    class Meta:
        label = _("Notices")
        icon = "bell"
        template = "home/blocks/notice_list.html"

    def entries(self, value, page, site_info):
        return listings.newest_with_added("home.NoticePage", page, site_info, value.get("count") or 4)


#: Ways into the section below its lists: key of the fixed page, icon, sentence.
SECTION_ENTRIES = (
    ("materials", "books", _("Leaflets, films and lectures for home and class")),
    ("questions", "question", _("Answers to what families and pupils ask")),
    ("training", "certificate", _("Courses for teachers and staff")),
)
_SECTION_SLUGS = {child.key: child.slug for child in SECTION_CHILDREN}


def _find_child_url(frame, key: str) -> str:
    """Address of a fixed page of the section, from the frame's menu; empty when it is not there."""
    child = _find_child(frame, key)
    return child.url if child else ""


def _find_child(frame, key: str):
    children = (child for item in frame.menu if item.url == frame.section_url for child in item.children)
    return next((child for child in children if child.url_path.rstrip("/").endswith("/" + _SECTION_SLUGS[key])), None)


def build_section_entries(frame) -> list[dict]:
    found = ((_find_child(frame, key), icon, words) for key, icon, words in SECTION_ENTRIES)
    return [
        {"title": child.title, "url": child.url, "icon": icon, "words": words} for child, icon, words in found if child
    ]


class LegalBlock(ListingBlock):
    """The section on the home page: new documents of the library and the school's own activity news."""

    class Meta:
        label = _("Legal education")
        icon = "clipboard-list"
        template = "home/blocks/legal.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        info = getattr(request, "site_info", None)
        context["documents"] = listings.find_new_documents(value.get("count") or 4, info) if info else []
        frame = context.get("frame")
        context["entries"] = build_section_entries(frame) if frame else []
        context["documents_url"] = (_find_child_url(frame, "documents") or frame.library_url) if frame else ""
        return context

    def entries(self, value, page, site_info):
        return listings.newest_with_added("legal.LegalNewsPage", page, site_info, 3)


class ContactsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)

    class Meta:
        label = _("Contacts")
        icon = "mail"
        template = "home/blocks/contacts.html"


class TasksBlock(blocks.StructBlock):
    links = blocks.ListBlock(LinkBlock(), label=_("Quick tasks"), max_num=6)

    class Meta:
        label = _("Quick tasks")
        icon = "tasks"
        template = "home/blocks/tasks.html"


#: Blocks that show documents of the library, or text whose citations lead to them.
_LIBRARY_BLOCKS = {"legal", "text"}


class BlockRow(Sequence):
    """Blocks beside each other, made of what is stored when somebody looks at them: their kinds are known before."""

    def __init__(self, stream: Any, first: int, kinds: tuple[str, ...]) -> None:
        self._stream, self._first, self.kinds = stream, first, kinds

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, place):
        if not 0 <= place < len(self):
            raise IndexError(place)
        return self._stream[self._first + place]

    @property
    def rests_on(self) -> str:
        """Counters for ``{% part %}``: a change of the library makes anew only what shows documents."""
        own = "site broadcasts"
        return f"{own} library" if _LIBRARY_BLOCKS & set(self.kinds) else own


def build_block_rows(stream) -> list[BlockRow]:
    """The blocks of a home page as rows: a lead story and notices that follow each other share one."""
    rows: list[BlockRow] = []
    for place, kind in enumerate(block_kinds(stream)):
        if rows and len(rows[-1]) == 1 and {*rows[-1].kinds, kind} == {"lead", "notices"}:
            rows[-1] = BlockRow(stream, place - 1, (*rows[-1].kinds, kind))
        else:
            rows.append(BlockRow(stream, place, (kind,)))
    return rows


def block_kinds(stream) -> list[str]:
    return [block["type"] for block in stream.raw_data]


class HomeStreamBlock(blocks.StreamBlock):
    lead = LeadBlock()
    notices = NoticeListBlock()
    tasks = TasksBlock()
    news = NewsListBlock()
    legal = LegalBlock()
    gallery = GalleryBlock()
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="core/blocks/text.html")
    contacts = ContactsBlock()

    class Meta:
        block_counts = {"lead": {"max_num": 1}, "contacts": {"max_num": 1}}


class OfficeHomeStreamBlock(blocks.StreamBlock):
    """The portal's own additions; schools, news and library stand in the template."""

    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="core/blocks/text.html")
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link", template="core/blocks/links.html")
