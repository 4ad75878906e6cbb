"""Which authority governs which school, and how that changes.

``jurisdiction`` returns the schools that an authority governs on a day. ``reform`` carries out what the decision on a
reform says: authorities are renamed, split or merged, schools change to another authority; no old row is overwritten.
"""
