"""A lesson that was, played again: its clock, its keys, its screens."""
