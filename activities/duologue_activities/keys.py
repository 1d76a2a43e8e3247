"""The keys of an activity file, in the order people write them."""

KEYS: dict[str, str] = {
    "kind": "kind: role-play",
    "title": "title: The wrong order",
    "level": "level: A2",
    "minutes": "minutes: 12",
    "theme": "theme: food",
    "lookup": "lookup: high",
    "note": "note: a line to the teacher",
    "aims": 'aims: ["I can complain politely in a café."]',
    "phrases": 'phrases: ["I\'d like …", "Could you …, please?"]',
    "gloss": "gloss: {bill: счёт}",
    "roles": "roles: and below it each role with its card",
    "task": "task: | and below it what everybody reads",
    "starts": "starts: guest",
    "goals": "goals: and below it each role with a list, guest: [something to eat]",
    "twist": "twist: and below it each role with what is new when roles are swapped",
    "checklist": "checklist: [Who asks more questions?]",
    "stages": "stages: {review: 2}",
    "turns": "turns: {talk: queue}",
    "model": "model: | and below it a good performance, one line each, guest: Excuse me!",
    "script": "script: | and below it the dialogue, one line each, guest: I'd {like} tea.",
    "grid": "grid: | and below it the table, cells split by |",
    "swap": "swap: | and below it a second table, for when the roles are swapped",
    "text": "text: | and below it the text, with gaps like {guest: soup}",
    "passage": "passage: | and below it the text to be rebuilt",
    "items": 'items: ["a tent", "a map"]',
    "questions": "questions: and below it entries with ask, answer and perhaps wrong",
    "words": "words: {umbrella: [rain, wet]}, or a list",
    "differences": "differences: {hat: [red, blue]}",
    "options": "options: [For, Against]",
    "prompts": 'prompts: ["Which was your best day this year?"]',
}
"""Each key with how to write it."""

OPTIONAL = frozenset({"lookup", "note", "gloss", "starts", "checklist", "stages", "turns"})
"""Keys that any activity may leave out."""

SPECIAL = frozenset(
    {
        *("goals", "twist", "script", "grid", "swap", "text", "items", "questions", "words"),
        *("differences", "options", "prompts", "task", "passage"),
    }
)
"""Keys that only some kinds take: the table of kinds says which."""

COMMON = frozenset(KEYS) - SPECIAL
"""Keys of every kind; but `roles` and `starts` only where a kind has roles of its own."""

ROLES = frozenset({"roles", "starts"})
