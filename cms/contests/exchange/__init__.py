"""Questions as files: XLSX with a template, Moodle GIFT and Moodle XML. No Django.

In: bytes of a stranger. Out: ``QuestionDraft``s and ``DraftProblem``s with their place in the file, or ``FileRefused``
for the whole. The other way round, drafts become such a file; what a format cannot say is said in its own words
(``lines``).
"""
