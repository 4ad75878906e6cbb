"""What every response has in common: headers, rate limits, the visitor's address, paging, readiness.

It takes a request as the proxy forwards it. It returns a response with its policy for browsers, or a page that says
when to try again. This package knows nothing about schools or law.
"""
