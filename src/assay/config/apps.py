"""The one place where Django's start meets the product's wiring."""

from django.apps import AppConfig

from assay import wiring


class AssayConfig(AppConfig):
    name = "assay.config"
    label = "config"
    verbose_name = "Assay"

    def ready(self) -> None:
        wiring.connect()
