"""Who decides: the classroom, the journal, the door, and reports."""
