"""The admin's screens of this app, for ``cms.home.wagtail_hooks`` to register.

What a person of the office enters about schools, authorities and links comes in (``viewsets``, ``school_forms``) and is
handed to ``cms.home.provisioning``; out go lists, forms and what greets people on the first screen
(``panels``).
"""
