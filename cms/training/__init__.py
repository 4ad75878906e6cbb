"""Training: courses with sessions or at one's own pace, who takes part, attendance, hours; and the roster of
"báo cáo viên" and "tuyên truyền viên pháp luật".

In: people with accounts, schools that name theirs, tests that are contests, templates of certificates. Out: public
lists, calendars, hours for each person and year, people for certificates.
``enrolment`` · ``attendance`` · ``learning`` lessons, tests, completion, hours, feedback · ``roster`` · ``views``.
"""
