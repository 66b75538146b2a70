"""From what Teams posts to what somebody asked for."""
