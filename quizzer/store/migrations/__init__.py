"""Alembic's folder: one module in `versions` for each change of the schema."""
