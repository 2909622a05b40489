from .legal import footer_pages, live_terms
from .site_setup import SetupResult, set_up_site

__all__ = ["SetupResult", "footer_pages", "live_terms", "set_up_site"]
