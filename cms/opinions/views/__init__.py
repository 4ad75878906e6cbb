"""Screens. In public: ``public_consultations``; in the admin: ``consultations`` for those who ask, ``participation``
for those who are asked."""
