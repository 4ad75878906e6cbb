"""What a place says elsewhere: in come its published pages and what the office sent, out go posts for social networks,
to be copied by hand or sent by the worker.

``post_drafts`` a page → the text of a post · ``outbox`` what waits, the ways out, sending · ``views`` screens.
"""
