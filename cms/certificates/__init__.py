"""Certificates: what somebody has done, on paper, with a number and a page that says whether the paper is genuine.

In: people of a contest or a course, from the floors above, and an organiser's template. Out: rows with numbers, PDF.
``rendering`` draws, without Django · ``issuing`` numbers, revocation, files to print, deletion · ``views`` screens, the
public page.
"""
