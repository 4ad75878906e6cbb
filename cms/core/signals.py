"""Signals of the product's own, beside Django's and Wagtail's."""

from django.dispatch import Signal

#: Pages were written in bulk, without ``post_save`` or ``page_published`` for each. Sent with ``page_ids`` (list of
#: primary keys, live pages of any type) in the transaction that writes them, and with ``pages``, the same as specific
#: instances, by who has them at hand.
pages_changed = Signal()

#: What files say is known or has changed. Sent after the commit with ``page_ids`` (list of primary keys): public pages
#: that carry them.
files_of_pages_changed = Signal()

#: Sizes of a picture were made that pages had to do without. Sent with ``image`` by the worker.
pictures_sized = Signal()

#: Jobs are overdue or no worker lives, and the office has not heard of it. Sent once with ``problems`` (list of
#: ``cms.core.jobs.alerts.Problem``); a receiver that raises is asked again later.
jobs_in_trouble = Signal()
