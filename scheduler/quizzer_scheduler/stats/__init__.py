"""Folds over what was answered: retention, calibration, memory, activity. Pure: no clock, no disk."""
