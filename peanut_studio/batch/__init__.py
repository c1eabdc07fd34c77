"""Many jobs, one after the other or side by side: each is a command of its own, in a process of its own."""

ENDS_WITH_STDIN = "PEANUT_STUDIO_ENDS_WITH_STDIN"
"""Set for the program where it is to stop, as by Ctrl-C, when its standard input is closed: its owner is gone then."""
