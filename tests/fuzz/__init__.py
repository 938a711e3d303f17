"""Fuzzing: what has to hold for any input (``properties``), a driver for atheris (``__main__``), and cases found."""
