"""The screens of a teacher."""
