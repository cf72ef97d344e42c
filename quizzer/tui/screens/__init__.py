"""The screens: each asks one object and shows what comes back."""
