"""Notifies people: in the admin at once, by mail as a digest.

``notification_types`` lists the kinds of notices. Features send them through ``sending`` only. ``digest`` makes mails
of them. ``views`` shows people their own notices, and the office what was sent. People of a school never get a notice
about another.
"""
