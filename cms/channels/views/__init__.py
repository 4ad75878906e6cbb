"""Screens: ``channel_pages`` the channels of a site; in the admin ``share_post`` the prepared posts, ``outbox`` what
goes out."""
