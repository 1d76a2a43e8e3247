"""One widget, one file: what students and teachers both see."""
