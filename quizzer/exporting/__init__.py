"""The way out: decks and history in formats that other programs read."""
