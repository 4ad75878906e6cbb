"""The log of a school and of the office: written by signals (``record``), shown and exported (``views``), cut off
after two years (``prune_log``)."""
