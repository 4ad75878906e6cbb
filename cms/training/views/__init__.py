"""Screens of training: courses, people and the roster for who organises, ``mine`` for who takes part, ``public`` lists,
``feeds`` for calendars."""
