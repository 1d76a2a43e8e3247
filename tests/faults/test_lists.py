"""The lists of faults and of bad inputs: each row names the test that proves it, or why there is none.

The numbers are those of the design paper on reliability. A test that is renamed or taken away makes
its row false, and this module fails.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

FAULTS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: ("killed while it tells others", ("properties/test_promise.py::test_the_promise_is_kept",)),
    2: (
        "killed before a commit, and between commit and answer",
        (
            "properties/test_promise.py::test_the_promise_is_kept",
            "properties/test_promise.py::test_a_planted_bug_is_found",
        ),
    ),
    3: (
        "killed again and again under load (hundreds of times: faults/long_run.py)",
        ("faults/test_kill.py::test_no_line_is_lost_or_doubled_however_often_it_is_killed",),
    ),
    4: (
        "a disk that is not synced",
        ("server/test_sqlite_journal.py::test_each_commit_is_synced",),
    ),
    5: ("a full disk", ("faults/test_disk_full.py::test_a_full_disk",)),
    6: (
        "a database that somebody else has locked",
        ("server/test_sqlite_journal.py::test_an_append_waits_while_another_process_writes",),
    ),
    7: (
        "a damaged file",
        (
            "server/test_sqlite_journal.py::test_damage_is_noticed",
            "server/test_sqlite_journal.py::test_a_file_with_a_broken_page_is_refused",
            "server/test_bad_input.py::test_a_position_ahead_of_the_log",
        ),
    ),
    8: ("a clock that jumps", ("faults/test_clock.py::test_a_jump_of_the_wall_moves_nothing",)),
    9: (
        "a clock that is another one after a restart",
        ("faults/test_clock.py::test_a_restart_with_another_clock_leaves_time_and_no_more",),
    ),
    10: (
        "the night in which the clocks change",
        ("faults/test_clock.py::test_the_night_the_clocks_change_has_no_effect",),
    ),
    11: (
        "a line that is dead without saying so",
        (
            "faults/test_half_open.py::test_both_sides_notice_and_nothing_is_lost",
            "faults/test_half_open.py::test_the_server_gives_up_a_client_that_vanished",
        ),
    ),
    12: (
        "a line that is reset",
        ("faults/test_bad_lines.py::test_lines_that_are_late_and_break_lose_and_double_nothing",),
    ),
    13: (
        "no network for a moment",
        ("faults/test_bad_lines.py::test_a_cable_that_is_pulled_for_a_moment",),
    ),
    14: (
        "no network for long",
        ("faults/test_bad_lines.py::test_a_cable_that_is_pulled_for_long",),
    ),
    15: (
        "a network that loses packets",
        ("faults/test_bad_lines.py::test_a_narrow_cable_that_loses_packets",),
    ),
    16: (
        "a narrow network",
        ("faults/test_bad_lines.py::test_a_narrow_cable_that_loses_packets",),
    ),
    17: (
        "a line on which all is late",
        ("faults/test_bad_lines.py::test_lines_that_are_late_and_break_lose_and_double_nothing",),
    ),
    18: ("a frozen server", ("faults/test_bad_lines.py::test_a_server_that_was_frozen_goes_on",)),
    19: (
        "a frozen client",
        ("faults/test_slow_reader.py::test_a_slow_reader_is_closed_and_resumes",),
    ),
    20: (
        "one who never reads",
        ("faults/test_slow_reader.py::test_a_slow_reader_is_closed_and_resumes",),
    ),
    21: (
        "a crowd that comes back at once",
        ("faults/test_bad_lines.py::test_a_crowd_that_comes_back_at_once_is_back",),
    ),
    22: (
        "one person twice",
        (
            "faults/test_half_open.py::test_the_same_program_twice_and_another_device",
            "server/test_bad_input.py::test_of_many_lines_of_one_person_the_newest_counts",
        ),
    ),
    23: (
        "an old and a new client",
        (
            "server/test_bad_input.py::test_who_is_not_let_in",
            "server/test_bad_input.py::test_a_hello_without_a_version_is_an_old_one",
            "faults/test_bad_lines.py::test_old_and_new_programs_are_told_apart",
        ),
    ),
    24: (
        "a client that is killed with lines unsent",
        ("faults/test_client_killed.py::test_unsent_lines_are_sent_once",),
    ),
    25: (
        "an outbox that is damaged, or copied to a second computer",
        (
            "client/test_outbox.py::test_a_torn_end_is_cut_off",
            "client/test_outbox.py::test_a_damaged_file_begins_another_instance",
            "server/test_bad_input.py::test_numbers",
        ),
    ),
    26: (
        "an owner that wakes up after another took over",
        (
            "server/test_journal.py::test_the_old_owner_is_fenced_off",
            "properties/test_promise.py::test_a_planted_bug_is_found",
        ),
    ),
    31: (
        "memory that is used up",
        (
            "faults/test_memory.py::test_a_server_that_gets_no_more_memory_loses_nothing",
            "faults/test_memory.py::test_what_cannot_be_decided_costs_one_command",
            "faults/test_memory.py::test_what_cannot_be_folded_or_kept_is_undone_and_done_again",
        ),
    ),
    32: (
        "file descriptors that are used up",
        ("faults/test_bad_lines.py::test_a_server_out_of_descriptors_serves_who_is_in",),
    ),
    33: ("a server that is told to stop", ("faults/test_kill.py::test_a_stop_is_graceful",)),
    34: (
        "a loop that stands still",
        ("faults/test_stands_still.py::test_where_it_stands_is_told_and_everybody_stays",),
    ),
    35: (
        "a teacher who is gone",
        ("stories/test_roles.py::test_a_round_goes_to_its_end_without_its_teacher",),
    ),
    36: (
        "a backup that is restored under living clients",
        ("protocol/test_link.py::test_an_older_log_begins_another_instance",),
    ),
    37: (
        "ninety minutes of all this (faults/long_run.py; in the tests each once)",
        ("faults/test_long_run.py::test_faults_of_all_kinds_lose_and_double_nothing",),
    ),
    38: (
        "a log that an older version wrote",
        (
            "server/test_stored_logs.py::test_logs_mean_what_they_meant_when_they_were_written",
            "server/test_damage.py::test_a_folder_of_the_first_version_is_brought_up_to_date",
        ),
    ),
}
"""By number: what happens, and the tests."""

NO_ENGINE = "a class lives in one process on SQLite: there is no engine that could be away"
WITHOUT_A_TEST: dict[int, str] = {
    27: NO_ENGINE,
    28: NO_ENGINE,
    29: NO_ENGINE,
    30: NO_ENGINE,
}

BAD_INPUTS: dict[int, tuple[str, tuple[str, ...]]] = {
    **dict.fromkeys(
        (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13),
        (
            "bytes that are no frame",
            (
                "server/test_bad_input.py::test_first_frames_that_are_none",
                "server/test_bad_input.py::test_later_frames_that_are_none",
                "protocol/test_codec.py::test_malformed",
                "protocol/test_codec.py::test_any_bytes_decode_or_are_malformed",
            ),
        ),
    ),
    9: ("a key given twice", ("server/test_bad_input.py::test_a_key_given_twice_is_harmless",)),
    14: ("control characters", ("protocol/test_text.py::test_takes_hostile_text_apart",)),
    **dict.fromkeys(
        (15, 16, 17, 18, 19, 20),
        ("broken websockets", ("server/test_bad_input.py::test_broken_websockets",)),
    ),
    21: (
        "a handshake that never ends",
        (
            "server/test_bad_input.py::test_who_is_silent_is_sent_away",
            "server/test_tls.py::test_who_never_ends_the_handshake_is_cut",
        ),
    ),
    22: ("headers without end", ("server/test_bad_input.py::test_what_is_no_websocket",)),
    23: ("a form, a TLS hello", ("server/test_bad_input.py::test_what_is_no_websocket",)),
    24: (
        "pages of other sites",
        (
            "server/test_bad_input.py::test_pages_of_other_sites",
            "server/test_tls.py::test_a_page_that_is_allowed_may_connect",
        ),
    ),
    25: (
        "floods of heartbeats and of pings",
        (
            "server/test_bad_input.py::test_a_flood_fills_the_own_line_only",
            "server/test_bad_input.py::test_pings_whose_answers_nobody_reads_fill_no_memory",
        ),
    ),
    26: (
        "escapes for the terminal",
        (
            "protocol/test_text.py::test_nothing_left_steers_a_terminal",
            "client/student/test_hostile_text.py::test_hostile_text_is_only_text",
            "server/test_report_commands.py::test_hostile_text_stays_text_on_a_terminal",
        ),
    ),
    27: (
        "markup",
        (
            "protocol/test_text.py::test_leaves_markup_to_the_sinks",
            "client/student/test_hostile_text.py::test_hostile_text_is_only_text",
        ),
    ),
    28: (
        "bidi, zero width, storms of marks",
        (
            "protocol/test_text.py::test_takes_hostile_text_apart",
            "protocol/test_text.py::test_work_grows_with_length_only",
        ),
    ),
    29: ("names that are none", ("protocol/test_text.py::test_refuses_names",)),
    30: (
        "names that look like another's",
        (
            "protocol/test_text.py::test_names_that_look_alike_share_a_skeleton",
            "protocol/test_text.py::test_real_names_do_not_collide",
            "server/test_bad_input.py::test_who_is_not_let_in",
        ),
    ),
    31: ("a teacher's name", ("server/test_bad_input.py::test_who_is_not_let_in",)),
    32: (
        "codes that are guessed",
        (
            "server/test_limits.py::test_a_day_of_guessing_from_one_address_finds_no_code",
            "server/test_bad_input.py::test_guessing_is_slowed_and_locks_nobody_out",
        ),
    ),
    33: ("keys that are guessed", ("server/test_registry.py::test_a_key_cannot_be_guessed",)),
    34: (
        "tokens of others",
        (
            "server/test_access.py::test_no_role_rises_by_coming_again",
            "server/test_access.py::test_a_new_key_ends_the_old_one_and_its_tokens",
        ),
    ),
    35: (
        "requests into another's room",
        ("server/test_bad_input.py::test_requests_into_anothers_room",),
    ),
    36: (
        "requests of another role",
        (
            "stories/test_roles.py::test_a_cell_of_the_table",
            "server/test_bad_input.py::test_every_request_by_everybody_who_may_not",
        ),
    ),
    37: (
        "frames that are played again",
        (
            "server/test_bad_input.py::test_numbers",
            "server/test_bad_input.py::test_a_token_of_one_class_opens_no_other",
        ),
    ),
    38: (
        "one student at two places",
        ("server/test_bad_input.py::test_of_many_lines_of_one_person_the_newest_counts",),
    ),
    39: (
        "names of activities that are paths",
        ("stories/test_roles.py::test_an_activity_is_named_and_never_a_path",),
    ),
    40: (
        "files that grow when they are read",
        ("activities/test_hostile_files.py::test_bomb_is_refused_before_it_is_parsed",),
    ),
    41: (
        "files that are deep",
        ("activities/test_hostile_files.py::test_hidden_depth_is_refused_while_it_is_read",),
    ),
    42: ("odd YAML", ("activities/test_hostile_files.py::test_odd_yaml_is_a_mistake",)),
    43: (
        "YAML that makes objects",
        ("activities/test_hostile_files.py::test_odd_yaml_is_a_mistake",),
    ),
    44: (
        "formulas in a table",
        (
            "server/export/test_table.py::test_what_a_spreadsheet_would_calculate_is_text",
            "server/export/test_gradebook.py::test_a_hostile_name_is_no_formula",
        ),
    ),
    45: (
        "scripts in a page",
        (
            "server/export/test_page.py::test_nothing_is_loaded_and_nothing_runs",
            "server/export/test_page.py::test_a_hostile_lesson_is_text",
        ),
    ),
    46: (
        "what is logged",
        (
            "server/test_bad_input.py::test_what_went_wrong_is_logged_without_what_was_sent",
            "server/test_limits.py::test_guessing_is_logged_by_address_and_without_what_was_tried",
        ),
    ),
    47: (
        "frames at the wrong time",
        (
            "server/test_bad_input.py::test_first_frames_that_are_none",
            "server/test_bad_input.py::test_a_command_after_the_farewell_does_not_count",
        ),
    ),
    48: ("numbers without end", ("activities/test_hostile_files.py::test_odd_yaml_is_a_mistake",)),
    49: (
        "positions that are not",
        ("server/test_bad_input.py::test_a_position_ahead_of_the_log",),
    ),
    50: ("clocks of clients", ("server/test_bad_input.py::test_later_frames_that_are_none",)),
    51: (
        "connections that say nothing",
        (
            "server/test_bad_input.py::test_connections_that_never_say_hello_are_bounded",
            "server/test_limits.py::test_whoever_fills_the_waiting_room_drops_their_own",
        ),
    ),
    52: ("numbers far ahead", ("server/test_bad_input.py::test_numbers",)),
}
"""By number: what is sent, and the tests."""


@cache
def _names_in(module: str) -> frozenset[str]:
    tree = ast.parse((TESTS / module).read_text("utf-8"))
    found = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    machines = (node for node in tree.body if isinstance(node, ast.Assign))
    return frozenset(node.name for node in found) | frozenset(
        target.id for node in machines for target in node.targets if isinstance(target, ast.Name)
    )


@pytest.mark.parametrize("row", [*FAULTS.values(), *BAD_INPUTS.values()], ids=lambda row: row[0])
def test_a_row_names_tests_that_are_there(row: tuple[str, tuple[str, ...]]) -> None:
    for test in row[1]:
        module, _, name = test.partition("::")
        assert name in _names_in(module), test


def test_no_row_is_missing_and_each_has_a_test_or_a_reason() -> None:
    assert set(FAULTS) | set(WITHOUT_A_TEST) == set(range(1, 39))
    assert set(BAD_INPUTS) == set(range(1, 53))
    assert {number for number, (_, tests) in FAULTS.items() if not tests} <= set(WITHOUT_A_TEST)
    assert all(tests for _, tests in BAD_INPUTS.values())
