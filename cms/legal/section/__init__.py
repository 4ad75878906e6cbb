"""The mandated section "Phổ biến, giáo dục pháp luật" of every site.

``protection`` prevents its removal by any writer, ``denial_messages`` explains this to people, ``policy`` defines its
fixed pages, ``page_contexts`` builds the context of its pages, ``registry`` lets a higher layer add items of the office
to a school's lists, ``listings`` turns pages into cards.
"""
