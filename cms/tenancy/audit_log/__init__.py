"""The audit log of a school and of the office: signals write it (``record``), ``views`` show and export it,
``prune_log`` deletes entries after two years."""
