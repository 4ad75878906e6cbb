"""Protects an editor's text from loss, and ensures that a reported success is true.

Changes of one row run one after the other (``middleware``, ``row_locks``). A form sent twice is carried out once
(``idempotency``). A form opened before somebody else saved is shown again instead of overwriting
(``rejected_submission``). A publication that did not go live is rolled back and reported as failed (``publish_check``).
In the browser ``static/js/editing`` stores the text.
"""
