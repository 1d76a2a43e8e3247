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
    "starts": "starts: guest",
    "goals": "goals: and below it each role with a list, guest: [something to eat]",
    "twist": "twist: and below it each role with what is new when roles are swapped",
    "checklist": "checklist: [Who asks more questions?]",
    "stages": "stages: {review: 2}",
    "model": "model: | and below it a good performance, one line each, guest: Excuse me!",
    "script": "script: | and below it the dialogue, one line each, guest: I'd {like} tea.",
    "grid": "grid: | and below it the table, cells split by |",
}
"""Each key with how to write it."""

OPTIONAL = frozenset({"lookup", "note", "gloss", "starts", "checklist", "stages"})
"""Keys that any activity may leave out."""

COMMON = frozenset(KEYS) - {"goals", "twist", "script", "grid"}
"""Keys of every kind. The table of kinds says which kind takes the others."""
