"""A lesson on one machine without set-up: a server, simulated people, and a place for you."""
