"""core.outlook against scripted HTTP answers."""
