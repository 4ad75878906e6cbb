"""What a page holds and what becomes of its versions, apart from any one page type.

A page, or the raw JSON of its stream fields, comes in. Out go its words without rendering (``page_words``), and its
blocks one by one (``raw_blocks``). ``revisions`` thins old versions out; ``scheduled`` publishes and withdraws what
is due. Nothing here asks whose page it is.
"""
