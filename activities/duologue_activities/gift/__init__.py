"""Moodle's GIFT: questions as text, read into an activity's quiz and written from it.

Why not a library: pygiftparser 1.1 (needs Markdown of 2018) leaves escapes in and takes a question
whose brace is not closed for a description; pygiftparserrgmf 0.0.5 leaves formats in, reads 3:0.5
as an answer and stops at the first mistake. Neither knows lines and columns, which authors need.
"""
