"""What goes out by itself. ``kinds`` of ways · ``ways`` that the environment opens, with their keys · ``receivers`` one
request and its outcomes · ``tokens`` that change by themselves · ``adapters`` how each way is spoken to · ``deliver``
claims, sends, tries again · ``steps`` of people.
"""
