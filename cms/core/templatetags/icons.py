"""The product's outline icons (24 × 24, stroke 1.9), as inline SVG: ``{% icon "search" %}``.

Icons are decoration next to words, so they are hidden from screen readers; an icon never stands alone
without words (visible or ``visually-hidden``).
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_FILLED = 'fill="currentColor" stroke="none"'

#: Name → SVG content. One family: round ends, no fills except where a shape needs it.
ICONS = {
    # directions and actions
    "arrow-right": '<path d="M5 12h14m-5.5-5.5L19 12l-5.5 5.5"/>',
    "arrow-left": '<path d="M19 12H5m5.5-5.5L5 12l5.5 5.5"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "chevron-left": '<path d="m14.5 6-6 6 6 6"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "external": '<path d="M14 4h6v6m0-6-8.5 8.5M10 6H5.5A1.5 1.5 0 0 0 4 7.5v11A1.5 1.5 0 0 0 5.5 20h11a1.5 1.5 0 0 0 1.5-1.5V14"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "filter": '<path d="M4 5h16l-6 7.5V18l-4 2v-7.5z"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 19.5h15"/>',
    "print": '<path d="M7 9V4h10v5M7 17H5.5A1.5 1.5 0 0 1 4 15.5v-5A1.5 1.5 0 0 1 5.5 9h13a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v6H7z"/>',
    "copy": '<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="1.5"/><path d="M15.5 8.5v-3A1.5 1.5 0 0 0 14 4H5.5A1.5 1.5 0 0 0 4 5.5V14a1.5 1.5 0 0 0 1.5 1.5h3"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-.9.9M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l.9-.9"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M17.5 20H20v-1.5M14 20h.5"/>',
    "rss": '<path d="M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8"/><circle cx="6" cy="18" r="1" fill="currentColor"/>',
    "refresh": '<path d="M19.5 10A8 8 0 0 0 5.5 7.5L4 9.5M4 5v4.5h4.5M4.5 14a8 8 0 0 0 14 2.5l1.5-2M20 19v-4.5h-4.5"/>',
    "play": '<circle cx="12" cy="12" r="8.5"/><path d="m10 8.5 5.5 3.5-5.5 3.5z"/>',
    "send": '<path d="M20.5 3.5 3.5 10.5l6.5 3 3 6.5zM10 13.5l10.5-10"/>',
    "accessibility": '<circle cx="12" cy="12" r="8.5"/><path d="M8 10.2c2.6.7 5.4.7 8 0M12 10.8v2.7m0 0L9.8 17M12 13.5l2.2 3.5"/><circle cx="12" cy="7.7" r=".6" fill="currentColor"/>',
    "text-size": '<path d="m3 17.5 4-11h1l4 11M4.3 14h6.4M20.5 11.5v6M20.5 14.5a3 3 0 1 1-6 0 3 3 0 0 1 6 0z"/>',
    "theme": '<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M15 4c0 5-6 6-6 16"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17z"/>',
    # things
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4M8 14h3v3H8z"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>',
    "megaphone": '<path d="M4 10v4a1 1 0 0 0 1 1h3l8 4.5v-15L8 9H5a1 1 0 0 0-1 1zM7 15l1.2 4.5h2.3L9.7 15.8M18.5 9a4 4 0 0 1 0 6"/>',
    "bowl": '<path d="M3.5 11.5h17a8.5 8.5 0 0 1-5.5 8h-6a8.5 8.5 0 0 1-5.5-8zM8 4c1 1.2-1 2.3 0 3.7M12 3.5c1 1.2-1 2.6 0 4.2M16 4c1 1.2-1 2.3 0 3.7"/>',
    "school": '<path d="M3.5 20h17M5.5 20v-9.5M18.5 20v-9.5M3.5 11 12 5l8.5 6M10 20v-4.5h4V20M12 5V2.5h3.5V4H12"/><circle cx="12" cy="11.2" r="1.2"/>',
    "backpack": '<path d="M6 20h12v-8.5a6 6 0 0 0-12 0zM9.5 5.8V4h5v1.8M6 14.5h12M10 14.5v2h4v-2"/>',
    "clipboard": '<rect x="5" y="5" width="14" height="15.5" rx="2"/><path d="M9 3.5h6V7H9zM8.5 11.5h.5m3 0h3.5M8.5 15.5h.5m3 0h3.5"/>',
    "question": '<path d="M13 17.5H9L5.5 20.5v-3A2 2 0 0 1 4 15.5v-9a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2V11M8 9h8M8 12.5h5M16.7 15.5a2 2 0 1 1 2.6 1.9c-.5.2-.8.6-.8 1.1M18.5 21h.01"/>',
    "books": '<path d="M4 4.5h4.5v15H4zM8.5 4.5H13v15H8.5zM13.5 6.2l4-1.2 3.5 13.5-4 1.2zM4 8.5h9"/>',
    "book": '<path d="M6 20.5h13v-17H7A2 2 0 0 0 5 5.5v13.5M6 20.5A1.7 1.7 0 0 1 6 17h13M9 7.5h6"/>',
    "certificate": '<path d="M11 18H5.5A1.5 1.5 0 0 1 4 16.5v-10A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5V10M7.5 9H14M7.5 12.5H11"/><circle cx="16.5" cy="14.5" r="2.7"/><path d="m15 17-.5 4 2-1 2 1-.5-4"/>',
    "columns": '<path d="M3.5 20h17M4 9.5h16L12 4zM6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M4.5 17h15"/>',
    "city": '<path d="M3.5 20h17M5 20V8l6-3v15M11 20V9.5h8V20M8 10v.01M8 13.5v.01M8 17v.01M15 13v.01M15 16.5v.01"/>',
    "pin": '<path d="M12 21c4.7-5 7-8.3 7-11a7 7 0 0 0-14 0c0 2.7 2.3 6 7 11z"/><circle cx="12" cy="10" r="2.6"/>',
    "cap": '<path d="m2.5 9.5 9.5-4.5 9.5 4.5-9.5 4.5zM6.5 11.5v5c3.3 2.3 7.7 2.3 11 0v-5M21.5 9.5v5"/>',
    "phone": '<path d="M5.5 4h3l1.8 4.5-2.3 1.7a12 12 0 0 0 5.8 5.8l1.7-2.3 4.5 1.8v3A1.5 1.5 0 0 1 18.4 20C10.6 19.6 4.4 13.4 4 5.6A1.5 1.5 0 0 1 5.5 4z"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6.5L20 7"/>',
    "person": '<circle cx="12" cy="12" r="8.5"/><circle cx="12" cy="10" r="2.8"/><path d="M6.8 18.5c2-4 8.4-4 10.4 0"/>',
    "house": '<path d="M4 11 12 4l8 7M6 9.5V20h12V9.5M10 20v-5.5h4V20"/>',
    "file": '<path d="M6 3.5h8.5L19 8v12.5H6zM14.5 3.5V8H19M9 12.5h7M9 16h7"/>',
    "image": '<rect x="3.5" y="5" width="17" height="14" rx="1.5"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17.5 5-4 3 2.3 4-4 4.5 4.2"/>',
    "news": '<path d="M4 5h13v14H6a2 2 0 0 1-2-2zM17 9h3v8a2 2 0 0 1-2 2h-1M7.5 8.5h6M7.5 12h6M7.5 15.5h6"/>',
    "flag": '<path d="M5.5 21V4M5.5 5c4-2.5 6.5 2 13 0v9c-6.5 2-9-2.5-13 0"/>',
    "leaflet": '<path d="M3.5 6.5 9 4.5v13l-5.5 2zM9 4.5l6 2v13l-6-2zM15 6.5l5.5-2v13l-5.5 2z"/>',
    "video": '<rect x="3.5" y="6" width="12" height="12" rx="2"/><path d="m15.5 10.5 5-3v9l-5-3"/>',
    "headphones": '<path d="M4.5 14.5v-2.5a7.5 7.5 0 0 1 15 0v2.5M4.5 14.5h3v5h-1.5a1.5 1.5 0 0 1-1.5-1.5zM19.5 14.5h-3v5H18a1.5 1.5 0 0 0 1.5-1.5z"/>',
    "presentation": '<path d="M3.5 4.5h17M5 4.5v11h14v-11M12 15.5V20m-3.5 0h7M8.5 12v-2m3.5 2V8m3.5 4v-3"/>',
    "mask": '<path d="M5 5c4.5-1.5 9.5-1.5 14 0 .5 9-3 14.5-7 15-4-.5-7.5-6-7-15zM8.5 10h2m3 0h2M9 14c2 1.8 4 1.8 6 0"/>',
    "quote": '<path d="M10 8.5c-3 .5-4.5 2.5-4.5 5.5V17H10v-4.5H7.5M18.5 8.5C15.5 9 14 11 14 14v3h4.5v-4.5H16"/>',
    "checklist": '<path d="m4 6.5 1.5 1.5L8 5M4 12.5 5.5 14 8 11M4 18.5 5.5 20 8 17M11.5 6.5H20M11.5 12.5H20M11.5 18.5H20"/>',
    "shield": '<path d="M12 3.5 19 6v5.5c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM9 12l2.2 2.2L15.5 10"/>',
    "lock": '<rect x="5.5" y="10.5" width="13" height="9.5" rx="1.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2"/>',
    "star": '<path d="m12 4 2.5 5.3 5.8.7-4.3 4 1.2 5.8L12 17l-5.2 2.8L8 14l-4.3-4 5.8-.7z"/>',
    "facebook": '<path d="M14 21v-8h3l.5-3.5H14V7.5c0-1.2.5-2 2-2h1.5V2.8C14 2.2 10.5 3 10.5 7v2.5H7.5V13h3v8z"/>',
    "youtube": '<rect x="3" y="6" width="18" height="12.5" rx="3.5"/><path d="m10.5 9.5 4.5 2.7-4.5 2.7z"/>',
    "zalo": '<path d="M4 5.5h16v11H11l-4.5 3.5v-3.5H4zM8.5 8.8h5l-5 4.6h5M16.5 8.8v4.6"/>',
    "tiktok": '<path d="M13.5 4v10.5a3.2 3.2 0 1 1-3.2-3.2M13.5 4c.4 2.6 2 4.2 4.6 4.5"/>',
    # states
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M10.8 11H12M12 7.7v.01"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01"/>',
    "error": '<circle cx="12" cy="12" r="8.5"/><path d="m9.5 9.5 5 5m0-5-5 5"/>',
    "success": '<circle cx="12" cy="12" r="8.5"/><path d="m8.5 12.3 2.5 2.5 4.7-5"/>',
    "hourglass": '<path d="M6.5 3.5h11M6.5 20.5h11M8 3.5v4.2L11 12l-3 4.3v4.2M16 3.5v4.2L13 12l3 4.3v4.2M9.5 18h5"/>',
    "half": f'<circle cx="12" cy="12" r="8.5"/><path {_FILLED} d="M12 3.5a8.5 8.5 0 0 1 0 17z"/>',
    "pause": '<rect x="6" y="5" width="4" height="14" rx="1"/><rect x="14" y="5" width="4" height="14" rx="1"/>',
    "archive": '<path d="M4 5h16v4H4zM5.5 9v10.5h13V9M10 13h4"/>',
    "unknown": '<circle cx="12" cy="12" r="8.5"/><path d="M9.7 9.8a2.4 2.4 0 1 1 3.3 2.2c-.7.3-1 .8-1 1.5M12 16.4v.01"/>',
    "running": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="5.5 3.4"/>',
}


@register.simple_tag
def icon(name: str, extra_class: str = "") -> SafeString:
    """Returns an inline SVG; an unknown name gives the "file" icon instead of an error."""
    content = ICONS.get(name) or ICONS["file"]
    return format_html(
        '<svg class="icon{}{}" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        " " if extra_class else "",
        extra_class,
        mark_safe(content),  # noqa: S308 - our own constant
    )
