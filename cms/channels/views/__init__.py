"""Screens: ``public`` the channels of a site; in the admin ``share`` the prepared posts, ``outbox`` what goes out."""
