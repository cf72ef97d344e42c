"""The rules of a good deck, one small function each, in modules by what they look at."""
