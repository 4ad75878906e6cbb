"""The question bank: whose questions they are, the law they cite, doubles, what use has shown of them.

In: what authors write or import (``cms.contests.exchange``). Out: ``questions.usable_questions(school)``, from which
contests draw, and whatever else asks questions (tests of courses). A question whose law changed is out of it until
somebody has reviewed it.
"""
