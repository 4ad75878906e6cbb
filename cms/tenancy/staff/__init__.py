"""People of a school, managed by its own administrators: invite, suspend, reset, set roles, remove.

Administrators see and change only a person's membership. The account (address, name, other schools) belongs to the
person and to the office.
"""
