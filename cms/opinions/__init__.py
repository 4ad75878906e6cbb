"""Opinions on drafts: in comes a draft with a last day, out go the opinions on each article with the office's response,
as a page that stays and as a Word file.

``asking`` a draft taken apart, opened, closed · ``gathering`` opinions, doubles, responses, the file · ``views``.
"""
