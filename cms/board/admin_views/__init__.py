"""The office's board and a school's own row of it: screens, files, plans and targets."""
