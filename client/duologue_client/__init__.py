"""What people see: the link to the server, the folded view, and the screens."""
