"""Row-level access control: another school's row does not become an object for people of a school.

The access control middleware checks what a request names, and the scoped views filter their lists. This package is the
lowest layer; it covers omissions: an unfiltered list, an id in an undeclared parameter, a view outside the admin.
``middleware`` activates the policy for the whole request; ``policy`` decides; ``scope`` describes the rows in a
subject's scope; ``owners`` resolves the owner of a row of each model. It needs no query per row: an owner that is not
on the row itself is queried once per request.
"""
