"""``{% citations page %}…{% endcitations %}``: what stands between, with the documents that it cites linked.

``{% citations document kept_as %}`` keeps the whole under that key (``cms.core.page_cache.fragments``) unless it is
empty.
"""

from django import template

from cms.core import versions
from cms.core.page_cache.fragments import render_fragment
from cms.legal.citations.annotate import AnnotatedText, annotate_texts, page_day
from cms.legal.models import LegalDocument

register = template.Library()


@register.tag("citations")
def citations(parser, token):
    _name, *given = token.split_contents()
    if len(given) not in (1, 2):
        raise template.TemplateSyntaxError("citations takes the page or document whose text it is, and a key")
    nodes = parser.parse(("endcitations",))
    parser.delete_first_token()
    source, kept_as = (parser.compile_filter(word) for word in (given[0], given[1] if len(given) > 1 else "''"))
    return CitationsNode(source, kept_as, nodes)


class CitationsNode(template.Node):
    def __init__(self, source, kept_as, nodes):
        self.source, self.kept_as, self.nodelist = source, kept_as, nodes

    def render(self, context):
        key = self.kept_as.resolve(context, ignore_failures=True)
        if not key:
            return self._linked(context)
        return render_fragment(
            ("citations", key), (versions.STRUCTURE, versions.LIBRARY), lambda: self._linked(context)
        )

    def _linked(self, context):
        html = self.nodelist.render(context)  # escaped by the templates that made it
        source = self.source.resolve(context)
        on, own = (source.issued_on, source) if isinstance(source, LegalDocument) else (page_day(source), None)
        return annotate_texts([AnnotatedText(html, on, own)])[0]
