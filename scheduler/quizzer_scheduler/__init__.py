"""When to ask a card again: memory, study days, queue. Pure: time and chance are arguments."""
