"""What compiling a configuration would refuse, found without making anything of it."""
