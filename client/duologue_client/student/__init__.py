"""The screens of a student."""
