"""Links both ways and outward: ``block_check`` asks every school's pages for the office's block, ``link_extraction``
notes the
addresses that content names, ``link_check`` asks them politely through ``http_fetch``, ``broken_links`` says what is
broken where."""
