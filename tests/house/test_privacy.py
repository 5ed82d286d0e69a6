"""Each table says what happens to each of its fields, and keeps what is personal sealed."""

import pytest
from django.apps import apps
from django.db import models

OURS = sorted(
    (m for m in apps.get_models() if m.__module__.startswith("assay.")), key=lambda m: m._meta.label
)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_is_kept_or_erased(model: type[models.Model]) -> None:
    privacy = model.Privacy
    fields = {field.name for field in model._meta.concrete_fields}
    assert privacy.keep | privacy.erase == fields, "a field is missing from, or unknown to, keep and erase"
    assert not privacy.keep & privacy.erase
    assert privacy.export <= fields


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_free_text_of_customers_is_sealed(model: type[models.Model]) -> None:
    allowed = {"accounts.StaffMember", "accounts.User", "notify.OutboxEmail"}
    texts = [field.name for field in model._meta.concrete_fields if isinstance(field, models.TextField)]
    assert model._meta.label in allowed or texts == []
