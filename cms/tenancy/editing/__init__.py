"""What an editor writes is not lost, and what the screen says has happened has happened.

Changes of one row follow one another (``middleware``, ``row_locks``); a form sent twice makes one thing
(``idempotency``); a form that was opened before somebody else saved is shown again instead of overwriting
(``rejected_submission``); a publication that did not end live is taken back and said to have failed
(``publish_check``). In the browser ``static/js/editing`` keeps the text.
"""
