"""Telling people what concerns them: in the admin at once, by mail as a digest.

``notification_types`` says what there is to tell, ``sending`` is the one door through which features tell it,
``digest`` makes mails of it, ``views`` shows a person the own notices and the office what was sent. People of a school
never hear of another.
"""
