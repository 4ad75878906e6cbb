"""Handing up: a school nominates a public page, the office takes it onto its portal.

``transitions`` are what people do, ``page_events`` what happens to the page meanwhile, ``portal_listings`` what readers
see.
"""
