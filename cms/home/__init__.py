"""The site of a school and the portal of the office: page types, the frame around every page, how a site is made.

A site and its settings come in. Out go its home page and lists (``listings``), the frame (``layout``), what the portal
shows of all schools (``portal``, ``directory``), and new schools (``provisioning``).
"""
