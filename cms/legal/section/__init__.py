"""The mandated section "Phổ biến, giáo dục pháp luật" of every site.

``guard`` keeps it in place whoever writes, ``refused`` says so in words, ``policy`` says what it consists of,
``lists`` gathers what its pages show, ``added`` lets a higher floor put items of the office among a school's own,
``listings`` makes cards of pages.
"""
