"""The screens: Textual front end."""
