"""The wall at the row: a row of another school does not become an object for people of a school.

The guard sees what a request names and the scoped views filter their lists; this stands beneath both, for what somebody
forgets: a list without a filter, a number in a parameter that nobody declared, a view outside the admin. ``middleware``
arms it for the whole of a request; ``policy`` decides; ``scope`` knows what a visitor's rows look like, ``owners`` how
a row of each model tells whose it is. No statement per row: what a row does not tell is asked once per request.
"""
