"""Who does what the plan asks for: it measures what the floors below do, and changes nothing there.

Pages, people, links and answers of every school come in (``indicators``, ``measuring``). Out go lights and points, the
board and a school's list of things to do (``admin_views``), and the files of a report (``report``).
"""
