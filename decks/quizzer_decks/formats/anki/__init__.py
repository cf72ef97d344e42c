"""Anki's packages, `.apkg` and `.colpkg`, of all three generations."""
