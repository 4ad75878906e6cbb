"""Opinions on drafts: in comes a draft with a last day, out go the opinions on each article with the office's response,
as a page that stays and as a Word file.

``consultation`` a draft taken apart, opened, closed · ``collection`` opinions, doubles, responses, the file ·
``views``.
"""
