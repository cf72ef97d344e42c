"""Archives: all that a learner has in one file, and back. The format is described in `docs/archive.md`."""
