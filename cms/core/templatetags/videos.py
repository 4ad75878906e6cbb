"""``{{ url|embed_address }}`` and ``{{ url|host_of }}`` for external videos that are loaded after a click."""

from django import template

from cms.core.media import videos

register = template.Library()
register.filter("embed_address", videos.embed_address)
register.filter("host_of", videos.host_of)
