"""The forms in which other programs are told of problems, one file a form; none shows a line of a file."""
