"""Foreign deck formats: one module a format reads it, and writes it where that makes sense."""
