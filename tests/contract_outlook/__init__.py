"""core.outlook against the sandbox program: the real MSAL and httpx over real HTTP."""
