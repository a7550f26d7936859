"""What is written: data in, bytes of a file out. No database, no web; words come in the reader's language."""
