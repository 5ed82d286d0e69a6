"""The one place where Django's start meets the product's wiring."""

from importlib import import_module

from django.apps import AppConfig


class AssayConfig(AppConfig):
    name = "assay.config"
    label = "config"
    verbose_name = "Assay"

    def ready(self) -> None:
        # Models may be imported only now that Django knows all apps, so not at the top of this file.
        import_module("assay.wiring").connect()
