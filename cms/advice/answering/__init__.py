"""From a question to its answer: versions, the law they cite, what goes out and to whom, what happens when law changes.

In come texts of whoever answers; out go answered questions of the section (``legal.QuestionPage``) or private replies.
``cited_law`` typed law → documents · ``answer_html`` what an answer may hold · ``personal_data`` names and numbers,
pure · ``drafts`` versions · ``publication`` approval and publication · ``law_reviews`` law has changed.
"""
