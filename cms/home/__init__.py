"""The site of a school and the portal of the office: page types, the frame around every page, how a site is made.

A site and its settings come in. Out go its home page and lists (``listings``), the frame (``frame``), what the portal
shows of all schools (``portal``, ``directory``), and new schools (``provisioning``).
"""
