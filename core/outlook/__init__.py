"""Microsoft Entra and Microsoft Graph: the only room that imports msal and httpx."""

from core.outlook.build import Outlook, build_outlook
from core.outlook.settings import OutlookSettings

__all__ = ["Outlook", "OutlookSettings", "build_outlook"]
