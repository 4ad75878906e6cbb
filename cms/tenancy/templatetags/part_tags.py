"""``{% part "news" "site" "broadcasts" by=filters.level %}…{% endpart %}``: what stands between is kept for everybody.

After the name stand the counters on which it rests beside ``structure`` (``site``: the served one's and the portal's,
whose pages are sent to all); ``by``: what else it depends on. What its context looks up should be lazy
(``SimpleLazyObject``), else the rendering alone is saved. Previews show what is not published: they keep nothing.
"""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from cms.core import versions
from cms.core.page_cache.parts import part as kept_part
from cms.tenancy import sites

register = template.Library()
SITE = "site"


@register.tag
def part(parser: Parser, token: Token) -> Node:
    _tag, *given = token.split_contents()
    by = next((word.removeprefix("by=") for word in given if word.startswith("by=")), "''")
    words = [parser.compile_filter(word) for word in given if not word.startswith("by=")]
    if not words:
        raise template.TemplateSyntaxError("part takes a name and the counters on which it rests")
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    return PartNode(words[0], words[1:], parser.compile_filter(by), nodes)


class PartNode(Node):
    def __init__(self, name, counters, by, nodes: NodeList):
        self.name, self.counters, self.by, self.nodelist = name, counters, by, nodes

    def render(self, context: Context) -> SafeString:
        request, page = context.get("request"), context.get("page")
        info = getattr(request, "site_info", None)
        if info is None or getattr(request, "is_preview", False):
            return self.nodelist.render(context)
        named = [name for given in self.counters for name in str(given.resolve(context)).split()]
        counters = [versions.STRUCTURE, *(name for name in named if name != SITE)]
        if SITE in named:
            counters += [versions.site_version(site.id) for site in (info, sites.portal()) if site is not None]
        key = (self.name.resolve(context), info.id, getattr(page, "pk", None), str(self.by.resolve(context)))
        return kept_part(key, tuple(dict.fromkeys(counters)), lambda: self.nodelist.render(context))
