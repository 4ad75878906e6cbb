"""From schools to numbers: what is measured, which goal holds on a day, lights, trends and reminders."""
