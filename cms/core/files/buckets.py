"""The two areas as buckets of an S3-compatible store.

Nobody but the site reads the private one: a person gets an address that is signed by the
store's own key and ends after a minute, made when the gate has opened.
"""

import threading
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from cms.core.files import links
from cms.core.files.answers import FOREVER, disposition_header
from cms.core.files.names import neutral_name
from cms.core.files.types import content_type_of

# Time to follow a redirect; whoever copies the address has no longer than this to use it.
PRESIGNED_SECONDS = 60

_making_connections = threading.Lock()


@lru_cache(maxsize=4)
def _session(key: str | None, secret: str | None, token: str | None) -> boto3.Session:
    """Return one session for all threads: each new one reads the store's description again."""
    return boto3.Session(
        aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token
    )


class Bucket(S3Storage):
    """What both have in common. Who may read a bucket is said by its policy, not by each object."""

    # Set by django-storages from its options.
    access_key: str | None
    secret_key: str | None
    security_token: str | None
    bucket_name: str

    default_acl = None
    # Two files never share a name, and an old one is not written over.
    file_overwrite = False
    cache_control = "private, no-store"

    def __init__(self, *, addressing_style: str, **options: Any) -> None:
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": addressing_style},
            connect_timeout=5,
            read_timeout=30,
            retries={"total_max_attempts": 3, "mode": "standard"},
            # Newer checksums that stores other than Amazon's do not all know.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, **options)

    def _create_session(self) -> boto3.Session:
        return _session(self.access_key, self.secret_key, self.security_token)

    @property
    def connection(self) -> Any:
        """This thread's connection. Using a session is safe in one thread at a time only."""
        with _making_connections:
            return super().connection

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Return how the store sends it by itself: by our list of types, not by a guess."""
        return {
            "ContentType": content_type_of(name),
            "ContentDisposition": disposition_header(name, neutral_name(name)),
            "CacheControl": self.cache_control,
        }


class PrivateBucket(Bucket):
    """The private area: its addresses are the site's own, signed and guarded."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        return links.address(name or "")

    def presigned_address(self, name: str, *, method: str | None, disposition: str) -> str:
        """Return the store's own address for one minute, bound to method, type and disposition."""
        parameters = {
            "Bucket": self.bucket_name,
            "Key": self._normalize_name(clean_name(name)),
            "ResponseContentType": content_type_of(name),
            "ResponseContentDisposition": disposition,
            "ResponseCacheControl": f"private, max-age={PRESIGNED_SECONDS}",
        }
        address: str = self.connection.meta.client.generate_presigned_url(
            "head_object" if method == "HEAD" else "get_object",
            Params=parameters,
            ExpiresIn=PRESIGNED_SECONDS,
        )
        return address


class PublicBucket(Bucket):
    """The public area: whoever has an address may read, and keep what was read for ever."""

    cache_control = FOREVER
    querystring_auth = False
