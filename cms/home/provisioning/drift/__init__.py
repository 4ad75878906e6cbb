"""Drift: what no longer is as provisioning makes it.

All sites, or those of one school, come in. Out go findings in codes (``audit``; ``page_tree`` for addresses and
counts), which ``audit_messages`` puts into words and ``repair`` mends, one kind at a time. What people must decide is
only said.
"""
