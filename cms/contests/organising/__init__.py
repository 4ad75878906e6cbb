"""What organisers and juries do: pools of rounds, class lists, the steps of a contest, what is kept of children.

Each step writes a line into the contest's log (``log.write_event``), or raises ``StepRefused`` with words for people.
"""
