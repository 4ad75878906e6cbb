"""Sending down: an office's item is one row that all schools of its target show.

``audience`` says who is meant (pure), ``index`` what is sent to whom at this moment (in memory, by version),
``lists`` brings it into a school's lists, ``send`` and ``answers`` change it, ``report`` counts it.
"""
