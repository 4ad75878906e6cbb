"""``{% part "news" "site" "broadcasts" by=filters.level %}…{% endpart %}``: caches the enclosed output for everybody.

After the name follow the version counters that it depends on beside ``structure`` (``site``: the served site's and the
portal's, whose pages are sent to all; ``portal``: only the portal's, whose files are attached to documents); ``by``:
what else it depends on. Lookups in its context should be lazy (``SimpleLazyObject``), otherwise the cache saves only
the rendering; or ``of=content`` names a function without arguments, which is called on a cache miss and returns the
missing context. Then an empty ``by`` caches nothing. ``when=plain``: if that is empty, the output is rendered and not
cached. Previews show unpublished content and cache nothing either.
"""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from cms.core import versions
from cms.core.page_cache.fragments import render_fragment
from cms.tenancy import sites

register = template.Library()
SITE, PORTAL = "site", "portal"


@register.tag
def part(parser: Parser, token: Token) -> Node:
    _tag, *given = token.split_contents()
    named = {name: value for name, is_named, value in (word.partition("=") for word in given) if is_named}
    words = [parser.compile_filter(word) for word in given if "=" not in word]
    if not words or named.keys() - {"by", "of", "when"}:
        raise template.TemplateSyntaxError("part takes a name and the counters on which it rests")
    nodes = parser.parse(("endpart",))
    parser.delete_first_token()
    options = {name: parser.compile_filter(value) for name, value in named.items()}
    return PartNode(words[0], words[1:], nodes, **options)


class PartNode(Node):
    def __init__(self, name, counters, nodes: NodeList, by=None, of=None, when=None):
        self.name, self.counters, self.nodelist = name, counters, nodes
        self.by, self.of, self.when = by, of, when

    def render(self, context: Context) -> SafeString:
        request, page = context.get("request"), context.get("page")
        info, by = getattr(request, "site_info", None), self.by.resolve(context) if self.by else ""
        if info is None or getattr(request, "is_preview", False) or (self.of and not by):
            return self._made(context)
        if self.when and not self.when.resolve(context, ignore_failures=True):
            return self._made(context)
        named = [name for given in self.counters for name in str(given.resolve(context)).split()]
        counters = [versions.STRUCTURE, *(name for name in named if name not in (SITE, PORTAL))]
        of_sites = {SITE: (info, sites.portal_site()), PORTAL: (sites.portal_site(),)}
        for site in [site for name in named for site in of_sites.get(name, ()) if site is not None]:
            counters.append(versions.site_version(site.id))
        key = (self.name.resolve(context), info.id, getattr(page, "pk", None), str(by))
        return render_fragment(key, tuple(dict.fromkeys(counters)), lambda: self._made(context))

    def _made(self, context: Context) -> SafeString:
        if self.of is None:
            return self.nodelist.render(context)
        found = self.of.resolve(context, ignore_failures=True)  # templates call callables
        with context.push(**(found or {})):
            return self.nodelist.render(context)
