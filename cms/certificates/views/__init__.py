"""Screens of certificates: templates, batches, single ones and giving in the admin; ``public`` is where one is
verified."""
