"""The main job by clicking and typing in a real browser, on the two real programs that `clearhour demo` starts."""
