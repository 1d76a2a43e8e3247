"""An activity's quiz as GIFT, for Moodle's bank of questions."""

import re
from collections.abc import Iterator

from duologue_activities.activity import Activity, Question

_SIGNS = re.compile(r"[\\:#={}~]")
_WEIGHT = re.compile(r"%-*[0-9]{1,2}\.?[0-9]*%")
_TRUTHS = {"true": "T", "false": "F"}


def export_gift(activity: Activity) -> str:
    """The questions of its quiz; what GIFT can't say stays as a comment.

    An activity without a quiz gives "".
    """
    questions = "\n".join(
        _question(f"{activity.title} {number}", question)
        for number, question in enumerate(activity.quiz, 1)
    )
    return f"// {activity.title}: {activity.level}\n\n{questions}" if questions else ""


def _question(name: str, question: Question) -> str:
    rows = [f"::{_escaped(name)}:: {_text(question.ask)} {{", *_answers(question), "}"]
    before = "" if is_sayable(question) else "// "
    return "".join(f"{before}{row}\n" for row in rows)


def is_sayable(question: Question) -> bool:
    """GIFT takes = with -> for matching, and in written answers * for any text."""
    is_written = not question.wrong
    return not (is_written and any("->" in it or "*" in it for it in question.answers))


def _answers(question: Question) -> Iterator[str]:
    if len(question.answers) == 1 and {*question.answers, *question.wrong} == _TRUTHS.keys():
        yield _TRUTHS[question.answers[0]]
        return
    for answer in question.answers:
        yield f"={_text(answer) if question.wrong else _weighed(answer, 100)}"
    for answer in question.wrong:
        yield f"~{_weighed(answer, 0)}"


def _weighed(text: str, weight: int) -> str:
    """A text that reads like a weight has one before it."""
    return f"%{weight}%{_text(text)}" if _WEIGHT.match(text) else _text(text)


def _text(text: str) -> str:
    """Escaped, and told apart from a format in brackets."""
    return f"[plain]{_escaped(text)}" if text.startswith("[") else _escaped(text)


def _escaped(text: str) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)
