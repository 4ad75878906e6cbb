"""What every answer has in common: headers, limits, the visitor's address, paging, readiness.

In comes a request as the proxy hands it on; out goes an answer with its policy for browsers, or a page that says when
to try again. Nothing here knows schools or law.
"""
