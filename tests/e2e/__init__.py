"""The whole program over HTTP: real processes, people who type and click, the truth read from Outlook."""
