"""Texts that mean harm wherever they come out: one table, for every sink."""

import unicodedata
from typing import Final

HOSTILE_TEXTS: Final = {
    # To Rich and Textual
    "markup": "[red]x[/red] [bold [$accent]",
    "bold markup": "[bold red]rich[/] [@click=app.quit]x",
    "closing tag": "see [/] and [/b] ok",
    "open link": '[link="',
    "action": "[@click=app.quit]press[/]",
    "braces": "{0} {name} %s $x {",
    # To a terminal
    "csi": "a\x1b[31mred\x1b[2J",
    "c1 csi": "a\x9b31mred",
    "status report": "a\x1b[6nb\x1b[?1049l",
    "clipboard": "a\x1b]52;c;RVZJTA==\x07b\x9d52;c;RVZJTA==\x9c",
    "title": "\x1b]0;EVIL\x1b\\",
    "alternate screen": "\x1b[?1049l\x1bc",
    "link": "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "device control": "a\x1bP1$r0m\x1b\\b\x901$r0m\x9c",
    "controls": "a\x00\x07\x08\x0b\x0c\x0e\x0f\x7fb",
    "overwriting": "safe\rOTHER",
    "rows": "one\r\ntwo\u2028three\u2029four\x85five",
    # To the reader's eye
    "bidi": "\u202eabc\u202c\u2066x\u2069\u061c\u200f",
    "hebrew": "שלום עולם, hello",
    "invisible": "a\u200b\u200d\u2060\ufeff\U000e0041b",
    "tags": "a" + "".join(chr(0xE0000 + ord(c)) for c in "hidden") + "b",
    "blank letters": "a\u3164\u115f\u2800b",
    "zalgo": "z" + "\u0301" * 500,
    "zalgo, mixed": "z" + "\u0301\u0316\u20dd" * 200,
    "surrogate": "a\ud800b",
    "emoji": "👩\u200d👩\u200d👧 🏳️\u200d🌈 ❤️ 1️⃣ 🇷🇺",
    "wide": "漢字かな交じり文" * 20,
    "one word": "w" * 1_000,
    "endless word": "w" * 100_000,
    "many rows": "row\n" * 50,
    "empty": "",
    "spaces": "   \n  ",
    # To a spreadsheet
    "formula": '=HYPERLINK("http://evil.example","x")',
    "sum": "@SUM(A1)",
    "minus": "-1+1",
    "plus": "+7 921",
    "full width": "＝1+1 full width",
    "formula in a row": "first row\n=1+1\n# heading\n- list\n2. numbered",
    "command": "|calc.exe",
    "tab before": "\t=1+1",
    # To a browser, and to Markdown
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "javascript:alert(1) \" ' & <a href='http://evil.example'>a</a>",
    "entities": "&lt;b&gt; &#x202e; --> ]]>",
    "table": "| a table | `code` ![](http://evil.example/x.png) www.evil.example",
    "link, inline": "[click](javascript:alert(1)) <http://evil.example> ![x](http://evil.example)",
    "fence": "```\n~~~\n$$x$$ \\frac{1}{2}",
    # To a log
    "log line": "ok\nERROR duologue_server: everything was deleted",
}
"""By what each of them tries."""


def is_unsafe(character: str) -> bool:
    """Would it steer a terminal, or hide? Joiners and variation selectors inside emoji may stay."""
    if character in "\u200d\ufe0f":
        return False
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")
