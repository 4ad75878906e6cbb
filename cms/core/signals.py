"""The product's own signals, in addition to those of Django and Wagtail."""

from django.dispatch import Signal

#: Pages were written in bulk, without ``post_save`` or ``page_published`` for each. Sent with ``page_ids`` (list of
#: primary keys, live pages of any type) in the transaction that writes them, and with ``pages``, the same as specific
#: instances, if the sender has loaded them.
pages_changed = Signal()

#: The text of files was read or has changed. Sent after the commit with ``page_ids`` (list of primary keys): public
#: pages that contain them.
files_of_pages_changed = Signal()

#: Missing sizes of a picture were made. Sent with ``image`` by the worker.
pictures_sized = Signal()

#: Jobs are overdue or no worker is running, and the office is not notified yet. Sent once with ``problems`` (list of
#: ``cms.core.jobs.alerts.JobTrouble``); if a receiver raises, it is sent again later.
jobs_in_trouble = Signal()
