"""The only code that knows SQL: one learner's cards, their history, and an index of the decks.

`open_store` in `store.py` is the entrance, `Store` the one object to ask, `records.py` and `filters.py` the values that
go in and come out. `glance.py` is a short cut for shell prompts. Reading is plain SQL (`readers/`), writing is
SQLAlchemy Core on `tables.py`.
"""
