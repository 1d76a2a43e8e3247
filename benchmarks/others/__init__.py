"""Servers that a school would take instead, on the same work and in the same run."""
