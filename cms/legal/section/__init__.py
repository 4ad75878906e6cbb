"""The mandated section "Phổ biến, giáo dục pháp luật" of every site.

``protection`` keeps it in place whoever writes, ``denial_messages`` says so in words, ``policy`` says what it consists
of, ``page_contexts`` gathers what its pages show, ``registry`` lets a higher floor put items of the office among a
school's own, ``listings`` makes cards of pages.
"""
