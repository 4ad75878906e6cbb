"""From a question to its answer: versions, the law they cite, what goes out and to whom, what happens when law changes.

In come texts of whoever answers; out go answered questions of the section (``legal.QuestionPage``) or private replies.
``cites`` typed law → documents · ``html`` what an answer may hold · ``personal`` names and numbers, pure · ``drafts``
versions · ``publish`` approval and publication · ``reviews`` law has changed.
"""
