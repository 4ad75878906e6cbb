"""``{% citations page %}…{% endcitations %}``: what stands between, with the documents that it cites linked."""

from django import template

from cms.legal.citations.annotate import AnnotatedText, annotate, day_of
from cms.legal.models import LegalDocument

register = template.Library()


@register.tag("citations")
def citations(parser, token):
    try:
        _name, source = token.split_contents()
    except ValueError:
        raise template.TemplateSyntaxError("citations takes the page or document whose text it is") from None
    nodes = parser.parse(("endcitations",))
    parser.delete_first_token()
    return CitationsNode(parser.compile_filter(source), nodes)


class CitationsNode(template.Node):
    def __init__(self, source, nodes):
        self.source, self.nodelist = source, nodes

    def render(self, context):
        html = self.nodelist.render(context)  # escaped by the templates that made it
        source = self.source.resolve(context)
        on, own = (source.issued_on, source) if isinstance(source, LegalDocument) else (day_of(source), None)
        return annotate([AnnotatedText(html, on, own)])[0]
