"""What goes out by itself. ``kinds`` of ways · ``ways`` that the environment opens, with their keys · ``adapters`` how
each is spoken to · ``deliver`` claims, sends, tries again · ``steps`` of people.
"""
