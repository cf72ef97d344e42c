"""What the learner still knows, as frozen figures: `models` say what each is, `gathering` makes them from the store.

Each section has `words`, one sentence, and `explanation`, its exact definition and source: the section's own docstring,
which the screens, the command line and the documentation show as it stands.
"""
