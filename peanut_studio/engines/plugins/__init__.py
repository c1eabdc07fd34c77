"""Engines that live outside the program: found, allowed, loaded and checked."""
