"""What travels between the office and the schools.

Items go down by reference (``broadcasts``) and are answered; pages go up (``submissions``) and are shown on the portal;
in-depth items are gathered (``aggregation``); links are asked every night (``links``). ``views`` are the screens of it
all.
"""
