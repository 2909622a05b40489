"""The two areas of uploaded files, and the storage that chooses between them.

Names that begin with `public/` lie in the public area, where anybody who has the address may
read; everything else lies in the private one, whose addresses are signed and guarded.
"""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

from cms.core.files import links
from cms.core.files.names import PUBLIC_PREFIX


class PrivateFolder(FileSystemStorage):
    """The private area as a folder: no server but the site itself hands anything out of it."""

    def url(self, name: str | None) -> str:
        return links.address(name or "")


class PublicFolder(FileSystemStorage):
    """The public area as a folder below the private one; a proxy may serve it."""

    @cached_property
    def base_location(self) -> str:
        return os.path.join(settings.MEDIA_ROOT, "public")

    @cached_property
    def base_url(self) -> str:
        return f"{settings.MEDIA_URL}public/"


@deconstructible(path="cms.core.files.storages.RoutingStorage")
class RoutingStorage(Storage):
    """The default storage: sends each name to its area."""

    def area_of(self, name: str) -> tuple[Storage, str]:
        """Return the storage that holds `name`, and the name that it has there."""
        path = str(name).replace("\\", "/")
        if ".." in PurePosixPath(path).parts:
            # `public/../a` would otherwise be a private file by a public address.
            raise SuspiciousFileOperation("A name must not lead out of its folder.")
        if path.startswith(PUBLIC_PREFIX):
            return storages["public"], path.removeprefix(PUBLIC_PREFIX)
        return storages["private"], path

    def save(
        self, name: str | None, content: "IO[Any] | File[Any]", max_length: int | None = None
    ) -> str:
        """Save in the area of `name`; return the name to find it by."""
        name = name or str(content.name)
        storage, inner = self.area_of(name)
        prefix = PUBLIC_PREFIX if name.startswith(PUBLIC_PREFIX) else ""
        left = None if max_length is None else max_length - len(prefix)
        return prefix + storage.save(inner, content, max_length=left)

    def open(self, name: str, mode: str = "rb") -> "File[Any]":
        storage, inner = self.area_of(name)
        return storage.open(inner, mode)

    def delete(self, name: str) -> None:
        """Delete once the transaction at hand is committed: a row that stays keeps its file."""
        storage, inner = self.area_of(name)
        transaction.on_commit(lambda: storage.delete(inner), robust=True)

    def exists(self, name: str) -> bool:
        storage, inner = self.area_of(name)
        return storage.exists(inner)

    def size(self, name: str) -> int:
        storage, inner = self.area_of(name)
        return storage.size(inner)

    def url(self, name: str | None) -> str:
        storage, inner = self.area_of(name or "")
        return storage.url(inner)

    def path(self, name: str) -> str:
        """Return where it lies on this machine; NotImplementedError where it does not."""
        storage, inner = self.area_of(name)
        return storage.path(inner)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        storage, inner = self.area_of(path)
        folders, files = storage.listdir(inner)
        return _as_list(folders), _as_list(files)

    def get_accessed_time(self, name: str) -> datetime:
        storage, inner = self.area_of(name)
        return storage.get_accessed_time(inner)

    def get_created_time(self, name: str) -> datetime:
        storage, inner = self.area_of(name)
        return storage.get_created_time(inner)

    def get_modified_time(self, name: str) -> datetime:
        storage, inner = self.area_of(name)
        return storage.get_modified_time(inner)


def _as_list(names: Iterable[Any]) -> list[str]:
    return [str(name) for name in names]
