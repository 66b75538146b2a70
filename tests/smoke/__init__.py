"""The main job over HTTP, step by step, as two people play it: `python -m tests.smoke`."""
