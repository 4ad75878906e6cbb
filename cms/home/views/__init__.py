"""Public pages of this app that are no pages of Wagtail's.

A request for a known site comes in; out go the site's news as a feed, the list of schools, the map of the site for
people and for search engines, and the stylesheet with the school's colours.
"""
