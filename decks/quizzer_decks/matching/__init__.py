"""Which decks teach what a line of a roadmap names: sure, doubtful, or none."""
