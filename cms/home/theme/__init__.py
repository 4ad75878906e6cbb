"""How a site looks: in comes the colour that a school chose, out go the shades that its pages need.

``colours`` are pure (contrast, shades, the ready ones); ``stylesheet`` makes the one style sheet of a colour and its
address.
"""
