from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "cms_core"

    def ready(self) -> None:
        from wagtail.models import Locale

        from cms.core.files import guarded
        from cms.core.languages import forget_site_languages

        guarded.register()

        for signal in (post_save, post_delete):
            signal.connect(forget_site_languages, sender=Locale, dispatch_uid="core.languages")
