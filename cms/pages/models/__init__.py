from .home import HomePage, StandardPage
from .legal import LegalPage, LegalVersion

__all__ = ["HomePage", "LegalPage", "LegalVersion", "StandardPage"]
