"""What there is to learn: decks, questions, marking, roadmaps. Pure: no screen, no clock, no database."""
