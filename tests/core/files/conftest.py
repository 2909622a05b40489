import pytest
from django.core.files.base import ContentFile

from cms.core.models import SiteDocument
from tests.core.files.areas import FolderArea
from tests.factories.accounts import UserFactory

WORDS = bytes(range(256)) * 40


@pytest.fixture
def area(settings, tmp_path):
    return FolderArea(settings, tmp_path)


@pytest.fixture
def editor(db):
    return UserFactory(administrator=True)


@pytest.fixture
def document(area, db):
    return SiteDocument.objects.create(
        title="Plan of the bakery", file=ContentFile(WORDS, "Ada's plan.pdf")
    )
