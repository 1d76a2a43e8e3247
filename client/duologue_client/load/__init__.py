"""Load for a server: many simulated students at a human pace, and what that takes."""
