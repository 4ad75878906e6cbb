"""The forum of the staff: people with an account talk on boards of their school or of all schools, behind the wall.

``board_access`` who reads, writes, moderates · ``discussion`` topics, answers, mentions, follow · ``moderation``
reports, locks, hides with a reason · ``views`` the screens, in the admin alone.
"""
