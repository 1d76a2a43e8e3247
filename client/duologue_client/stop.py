"""What ends a command with one sentence instead of a traceback."""


class Stop(Exception):
    """The command can't go on. The message is a sentence that says what to do."""
