"""Many jobs, one after the other or side by side: each is a command of its own, in a process of its own."""
