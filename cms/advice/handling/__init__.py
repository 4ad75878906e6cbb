"""What people do with a question, and what happens to it by itself.

In come questions and the steps of clerks, experts and approvers; out go states, notices, letters to who asked.
``clock`` working days, pure · ``due`` days and warnings · ``events`` the log · ``desk`` whose it is, who is told ·
``steps`` every step · ``letters`` to who asked · ``erase`` after the term.
"""
