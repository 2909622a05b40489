from .documents import SiteDocument
from .images import SiteImage, SiteRendition
from .pages import BasePage
from .site_settings import SiteSettings

__all__ = ["BasePage", "SiteDocument", "SiteImage", "SiteRendition", "SiteSettings"]
