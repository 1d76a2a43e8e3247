"""What the server costs, always beside a bare relay or connection in the same run."""
