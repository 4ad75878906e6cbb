from django import template

register = template.Library()


@register.filter
def label(labels, value):
    """``labels[value]``, the value itself where it has no label."""
    return labels.get(value, value)
