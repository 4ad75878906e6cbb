"""What people do with a question, and what happens to it by itself.

In come questions and the steps of clerks, experts and approvers; out go states, notices, letters to who asked.
``working_days`` working days, pure · ``deadlines`` days and warnings · ``event_log`` the log · ``assignment`` whose it
is, who is told · ``transitions`` every step · ``asker_emails`` to who asked · ``erasure`` after the term.
"""
