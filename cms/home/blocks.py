"""Blocks of the home pages. Lists are filled by ``cms.home.listings`` for the page's own site."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import GalleryBlock, LinkBlock
from cms.core.blocks.body import RICH_TEXT
from cms.home import listings


class ListingBlock(blocks.StructBlock):
    """A headed list; ``entries(site_info, count)`` gives ``listings.Card`` rows."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=80)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=12, default=4)

    def entries(self, page, site_info, count):
        raise NotImplementedError

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        request = context.get("request")
        site_info = getattr(request, "site_info", None)
        context["cards"] = self.entries(page, site_info, value.get("count") or 4) if page and site_info else []
        return context


class LeadBlock(ListingBlock):
    """The newest (or the chosen) story, large."""

    page = blocks.PageChooserBlock(
        label=_("Story"), required=False, page_type=["home.NewsPage", "legal.LegalNewsPage"],
        help_text=_("Empty: the newest news item with a picture."),
    )
    count = None

    class Meta:
        label = _("Lead story")
        icon = "pick"
        template = "home/blocks/lead.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        if value.get("page") and context.get("page"):
            context["cards"] = listings.cards_of([value["page"].pk], context["request"].site_info)
        return context

    def entries(self, page, site_info, count):
        return listings.lead(page, site_info)


class NewsListBlock(ListingBlock):
    class Meta:
        label = _("News")
        icon = "list-ul"
        template = "home/blocks/news_list.html"

    def entries(self, page, site_info, count):
        return listings.news(page, site_info, count)


class NoticeListBlock(ListingBlock):
    class Meta:
        label = _("Notices")
        icon = "bell"
        template = "home/blocks/notice_list.html"

    def entries(self, page, site_info, count):
        return listings.notices(page, site_info, count)


class LegalBlock(ListingBlock):
    """The section on the home page: new documents of the library and the school's own activity news."""

    class Meta:
        label = _("Legal education")
        icon = "clipboard-list"
        template = "home/blocks/legal.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["documents"] = listings.new_documents(value.get("count") or 4)
        return context

    def entries(self, page, site_info, count):
        return listings.legal_news(page, site_info, 3)


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


class HomeStreamBlock(blocks.StreamBlock):
    lead = LeadBlock()
    notices = NoticeListBlock()
    tasks = TasksBlock()
    news = NewsListBlock()
    legal = LegalBlock()
    gallery = GalleryBlock()
    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="core/blocks/text.html")
    contacts = ContactsBlock()


class OfficeHomeStreamBlock(blocks.StreamBlock):
    """The portal's own additions; schools, news and library stand in the template."""

    text = blocks.RichTextBlock(label=_("Text"), features=RICH_TEXT, template="core/blocks/text.html")
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link", template="core/blocks/links.html")
