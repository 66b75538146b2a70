"""Driving the whole program from outside: real processes, and people who type, click and sign in over HTTP."""
