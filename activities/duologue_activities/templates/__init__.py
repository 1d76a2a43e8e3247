"""A first file of each kind for authors: it is good as it stands, and its comments explain it."""

from importlib import resources

from duologue_activities.activity import Kind


def template(kind: Kind) -> str:
    """The text of a file of this kind."""
    return (resources.files(__name__) / f"{kind}.yaml").read_text(encoding="utf-8")
