import shutil
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.core.models import SiteDocument, SiteImage
from tests.core.files.areas import BucketArea, FolderArea
from tests.factories.accounts import UserFactory
from tests.servers.s3 import S3

WORDS = bytes(range(256)) * 40


@pytest.fixture(scope="session")
def store():
    store = S3()
    try:
        yield store.start()
    finally:
        store.stop()


@pytest.fixture
def folder_area(settings, tmp_path):
    return FolderArea(settings, tmp_path)


@pytest.fixture
def bucket_area(settings, store):
    yield BucketArea(settings, store)
    for bucket in (store.buckets / "public", store.buckets / "private"):
        for path in bucket.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@pytest.fixture(params=["folder", "bucket"])
def area(request):
    """Give first the one, then the other: what is said of files holds for both."""
    return request.getfixturevalue(f"{request.param}_area")


@pytest.fixture
def editor(db):
    return UserFactory(administrator=True)


@pytest.fixture
def reader(client, editor):
    """Give a browser whose user may open what the admin shows."""
    client.force_login(editor)
    return client


@pytest.fixture
def document(area, db):
    return SiteDocument.objects.create(
        title="Plan of the bakery", file=ContentFile(WORDS, "Ada's plan.pdf")
    )


@pytest.fixture
def image(area, db):
    data = BytesIO()
    Image.new("RGB", (64, 40), "#ffd21f").save(data, "PNG")
    return SiteImage.objects.create(
        title="Oven of Ada", file=ContentFile(data.getvalue(), "Ada's oven.PNG")
    )
