"""Duologue in Russian, with a Russian keyboard, in a real terminal."""

import os
import sys
from pathlib import Path

from support.terminal import DOWN, ENTER, Terminal

DUOLOGUE = [sys.executable, "-c", "from duologue_client.cli import main; main()"]


def device(folder: Path) -> dict[str, str]:
    """A computer whose owner reads Russian."""
    folders = ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    homes = {name: str(folder / name.lower()) for name in folders}
    return os.environ | homes | {"HOME": str(folder), "DUOLOGUE_LANGUAGE": "ru"}


def test_a_teacher_plans_and_leaves_by_russian_letters(tmp_path: Path) -> None:
    with Terminal([*DUOLOGUE, "demo", "--as", "teacher"], env=device(tmp_path)) as teacher:
        teacher.shows("Пробный класс", "Раундов ещё не было")
        teacher.press("т")
        teacher.shows("[все уровни]", "Поиск: слово из названия", "Взять")
        teacher.press("т")
        teacher.until(lambda screen: "Поиск" not in screen and "Взять" in screen)
        teacher.press("\x1b")
        teacher.until(lambda screen: "Взять" not in screen and "Новый раунд" in screen)
        teacher.press("й")
        teacher.shows("Закрыть пульт?")
        teacher.press(DOWN, ENTER)
        assert teacher.ends() == 0
