"""Sending down: an office's item is one row that all schools of its target show.

``audience`` says who is meant (pure), ``cached_index`` what is sent to whom at this moment (in memory, by version),
``school_listings`` brings it into a school's lists, ``sending`` and ``responses`` change it, ``receipt_report`` counts
it.
"""
