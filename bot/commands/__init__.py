"""The commands of the command line, one a module. Each takes the parsed options and returns the exit status."""
