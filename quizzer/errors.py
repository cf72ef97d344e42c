"""What can go wrong outside our own code, told in sentences for the user.

::

    QuizzerError
    ├── ConfigError           the configuration or an environment variable is not usable
    ├── LibraryError          decks or roadmaps cannot be read or written
    ├── FittingError          weights cannot be fitted
    └── StoreError            the database cannot be opened, read or written
        └── StoreConflict     another process or device was first: look again, then repeat

The message says what is wrong and what to do. The command line turns it into one line on stderr and exit code 1,
a screen into a notice. Mistakes of ours are `ValueError`, `AssertionError` and so on: never caught.
"""

from __future__ import annotations


class QuizzerError(Exception):
    """Anything that the user, not the programmer, can put right."""


class ConfigError(QuizzerError):
    """Raise when the configuration is not usable."""


class LibraryError(QuizzerError):
    """Raise when decks or roadmaps cannot be read or written."""


class FittingError(QuizzerError):
    """Raise when weights cannot be fitted to the learner. Nothing was changed."""


class StoreError(QuizzerError):
    """Raise when the database cannot be opened, read or written. What was acknowledged before is safe."""


class StoreConflict(StoreError):
    """Raise when another process or device changed the same thing first. Nothing was written."""
