from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language

register = template.Library()


@register.filter
def label(labels, value):
    """Returns ``labels[value]``, or the value itself if it has no label."""
    return labels.get(value, value)


@register.simple_tag
def lang_of(language):
    """Returns the ``lang`` attribute if a text is in another language than the page."""
    return format_html(' lang="{}"', language) if language and language != get_language() else ""


@register.simple_tag
def named(labels, name):
    """Returns a library name in the page's language, or the Vietnamese name with a ``lang`` attribute."""
    words = labels.get(name, name)
    return format_html("<span{}>{}</span>", lang_of(settings.LANGUAGE_CODE), words) if words == name else words


@register.simple_tag
def choices(facet, some):
    """Returns checkboxes for facet values (``search.results_page.facets``). Built in Python, not in a template, because
    a page has hundreds."""
    return format_html_join(
        "\n",
        '<label class="facet{}"><input type="checkbox" name="{}" value="{}"{}>'
        '<span class="facet__words">{}</span><span class="facet__count">{}</span></label>',
        (
            (
                "" if one.count else " facet--zero",
                facet.name,
                one.value,
                " checked" if one.is_selected else "",
                one.label,
                one.count,
            )
            for one in some
        ),
    )
