"""What a page holds and what becomes of its versions, apart from any one page type.

A page, or the raw JSON of its stream fields, comes in. Out go its words without rendering (``page_text``), and its
blocks one by one (``raw_blocks``). An address of a site comes in, and the page at it goes out (``fast_routing``, by the
``path_index`` that is kept). ``revisions`` thins old versions out; ``scheduled`` publishes and withdraws what is due.
Nothing here asks whose page it is.
"""
