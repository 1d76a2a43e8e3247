"""HTML that cannot be forgotten to be escaped: what is not Html already is text."""

from html import escape


class Html(str):
    """Markup that `tag` made."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: str) -> Html:
    """An element. A child that is no Html is escaped; attributes always are, `class_` is class."""
    opened = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
    )
    return Html(f"<{name}{opened}>{joined(*children)}</{name}>")


def joined(*children: str) -> Html:
    """Children one after the other, escaped if they are text."""
    return Html("".join(one if isinstance(one, Html) else escape(one) for one in children))
