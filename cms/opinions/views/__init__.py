"""Screens. In public: ``public``; in the admin: ``rounds`` for those who ask, ``answering`` for those who are asked."""
