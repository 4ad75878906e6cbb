"""The page cache: responses for visitors without a session, cached until a version that they depend on changes.

It takes a request's environ and, on a miss, the response of a view or page that declared itself cacheable (``policy``).
It returns the cached response, or a 304. It never caches a response without a policy, nor one made while any
dependency was uncertain or degraded. Higher layers register the versions that pages depend on and the times at which
the clock alone changes them (``dependencies``). See docs/speed.md.
"""
