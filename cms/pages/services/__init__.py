from .site_setup import SetupResult, set_up_site

__all__ = ["SetupResult", "set_up_site"]
