"""Handing up: a school nominates a public page, the office takes it onto its portal.

``steps`` are what people do, ``source`` what happens to the page meanwhile, ``shown`` what readers see.
"""
