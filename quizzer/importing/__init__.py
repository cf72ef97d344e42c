"""Decks from anywhere: read, merged with what is there, shown, then taken in as one action that one undo takes back."""
