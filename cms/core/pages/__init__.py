"""Functions on pages of any type: their content, routing, revisions and scheduled publishing.

From a page, or the raw JSON of its stream fields, ``page_text`` extracts the text without rendering, and ``raw_blocks``
the single blocks. ``fast_routing`` finds the page at a path of a site by the cached ``path_index``. ``revisions``
deletes superfluous old revisions; ``scheduled`` publishes and unpublishes pages on time. Nothing here checks the owner.
"""
