"""Microsoft Teams: the only importer of botbuilder."""
