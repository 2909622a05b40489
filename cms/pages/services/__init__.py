from .legal import footer_pages, live_terms
from .legal_setup import draft_legal_pages
from .site_setup import SetupResult, set_up_site

__all__ = ["SetupResult", "draft_legal_pages", "footer_pages", "live_terms", "set_up_site"]
