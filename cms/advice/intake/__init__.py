"""The public side. In comes a form that nobody signed in for; out goes one question, and a code to follow it by.

``form_tokens`` the signed form and the code · ``proof_of_work`` work of the browser · ``rate_limits`` how often ·
``spam_signals`` marks · ``contact_details`` what is kept encrypted · ``suggestions`` what is offered while typing ·
``question_intake`` makes the question · ``tracking`` what the code opens.
"""
