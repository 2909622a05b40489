from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "cms.pages"
    label = "cms_pages"

    def ready(self) -> None:
        """Tell the accounts where the terms are, and the gate what pages show to everybody."""
        from cms.accounts.services import register_terms_source
        from cms.pages import gates
        from cms.pages.services import live_terms

        register_terms_source(live_terms)
        gates.register()
