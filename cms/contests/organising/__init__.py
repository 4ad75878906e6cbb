"""What organisers and juries do: the pool of a round, class lists, the steps of a contest, and what is kept of children.

Each step writes a line into the contest's log (``log.write``). Raises ``StepRefused`` with words where it cannot be done.
"""
