"""What production makes of FLEDGE_S3_…, and what it refuses."""

import ast

import pytest

from tests.core.test_production_settings import (  # noqa: F401  fixtures of that module
    probe,
    problems,
)

BUCKETS = {
    "FLEDGE_MEDIA_ROOT": None,
    "FLEDGE_S3_PUBLIC_BUCKET": "riverside-public",
    "FLEDGE_S3_PRIVATE_BUCKET": "riverside-private",
    "FLEDGE_S3_REGION": "eu-north-1",
}
STORE = {**BUCKETS, "FLEDGE_S3_REGION": None, "FLEDGE_S3_ENDPOINT_URL": "https://s3.example.org"}
KEYS = {"FLEDGE_S3_ACCESS_KEY_ID": "key", "FLEDGE_S3_SECRET_ACCESS_KEY": "s3cr3t"}

# Videos may be there, too.
PROVIDERS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]


@pytest.fixture
def value(probe):  # noqa: F811
    """Give an expression's value over the loaded settings."""

    def ask(expression, **changes):
        done = probe(expression, **changes)
        assert done["code"] == 0, done["err"]
        return ast.literal_eval(done["out"])

    return ask


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"FLEDGE_S3_PRIVATE_BUCKET": None}, "FLEDGE_S3_PRIVATE_BUCKET: name the bucket"),
        ({"FLEDGE_S3_PUBLIC_BUCKET": None}, "FLEDGE_S3_PUBLIC_BUCKET: name the bucket"),
        ({"FLEDGE_S3_PRIVATE_BUCKET": "riverside-public"}, "another bucket than the public one"),
        ({"FLEDGE_S3_PRIVATE_BUCKET": "My.Bucket"}, "FLEDGE_S3_PRIVATE_BUCKET: 3 to 63"),
        ({"FLEDGE_S3_REGION": None}, "FLEDGE_S3_REGION: name the region"),
        ({"FLEDGE_MEDIA_ROOT": "/srv/media"}, "FLEDGE_MEDIA_ROOT: leave it out"),
        ({"FLEDGE_S3_ENDPOINT_URL": "http://minio:9000"}, "FLEDGE_S3_ENDPOINT_URL: give https://"),
        ({"FLEDGE_S3_ENDPOINT_URL": "https://s3.example.org/x"}, "without a path"),
        ({"FLEDGE_S3_ENDPOINT_URL": "https://a:b@s3.example.org"}, "FLEDGE_S3_ENDPOINT_URL"),
        ({"FLEDGE_S3_PUBLIC_URL": "http://cdn.example.org"}, "FLEDGE_S3_PUBLIC_URL: give the full"),
        ({"FLEDGE_S3_PUBLIC_URL": "cdn.example.org"}, "FLEDGE_S3_PUBLIC_URL: give the full"),
        ({"FLEDGE_S3_ACCESS_KEY_ID": "key"}, "FLEDGE_S3_SECRET_ACCESS_KEY: the access key"),
        ({"FLEDGE_S3_SECRET_ACCESS_KEY": "x"}, "FLEDGE_S3_ACCESS_KEY_ID: the secret key"),
    ],
)
def test_what_is_half_set_or_unsafe_is_named(problems, changes, words):  # noqa: F811
    lines = problems(**(BUCKETS | changes))
    assert len(lines) == 1, lines
    assert words in lines[0]


def test_a_single_value_of_a_store_asks_for_the_others(problems):  # noqa: F811
    lines = problems(FLEDGE_MEDIA_ROOT=None, FLEDGE_S3_ACCESS_KEY_ID="key")
    assert [line.split(":")[0] for line in lines] == [
        "FLEDGE_S3_PUBLIC_BUCKET",
        "FLEDGE_S3_PRIVATE_BUCKET",
        "FLEDGE_S3_REGION",
        "FLEDGE_S3_SECRET_ACCESS_KEY",
    ]


def test_a_folder_has_both_areas(value):
    backends = "{name: s.STORAGES[name]['BACKEND'] for name in ('default', 'public', 'private')}"
    assert value(backends) == {
        "default": "cms.core.files.storages.RoutingStorage",
        "public": "cms.core.files.storages.PublicFolder",
        "private": "cms.core.files.storages.PrivateFolder",
    }
    assert value("str(s.MEDIA_ROOT)") == "/srv/fledge/media"
    assert value("s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']") == ["'self'", "data:"]


def test_buckets_at_amazon(value):
    assert value("s.STORAGES['default']['BACKEND']", **BUCKETS).endswith(".RoutingStorage")
    private = value("s.STORAGES['private']", **BUCKETS)
    assert private == {
        "BACKEND": "cms.core.files.buckets.PrivateBucket",
        "OPTIONS": {
            "endpoint_url": "https://s3.eu-north-1.amazonaws.com",
            "region_name": "eu-north-1",
            "addressing_style": "virtual",
            "access_key": None,
            "secret_key": None,
            "bucket_name": "riverside-private",
        },
    }
    public = value("s.STORAGES['public']['OPTIONS']", **BUCKETS)
    assert public["custom_domain"] == "riverside-public.s3.eu-north-1.amazonaws.com"
    for name, before in (
        ("img-src", ["'self'", "data:"]),
        ("media-src", ["'self'"]),
        # A PDF within a lesson stands in a frame.
        ("frame-src", ["'self'", *PROVIDERS]),
    ):
        assert value(f"s.CONTENT_SECURITY_POLICY['DIRECTIVES']['{name}']", **BUCKETS) == [
            *before,
            "https://riverside-private.s3.eu-north-1.amazonaws.com",
            "https://riverside-public.s3.eu-north-1.amazonaws.com",
        ]
    admin = value("s.ADMIN_CONTENT_SECURITY_POLICY['img-src']", **BUCKETS)
    assert admin[:3] == ["'self'", "data:", "blob:"]
    assert len(admin) == 5
    assert value("s.CONTENT_SECURITY_POLICY['DIRECTIVES']['script-src']", **BUCKETS) == ["'self'"]


def test_buckets_elsewhere_behind_a_cdn(value):
    changes = STORE | KEYS | {"FLEDGE_S3_PUBLIC_URL": "https://cdn.example.org/media/"}
    private = value("s.STORAGES['private']['OPTIONS']", **changes)
    assert private["endpoint_url"] == "https://s3.example.org"
    assert private["addressing_style"] == "path"
    assert (private["access_key"], private["secret_key"]) == ("key", "s3cr3t")
    public = value("s.STORAGES['public']['OPTIONS']", **changes)
    assert (public["url_protocol"], public["custom_domain"]) == ("https:", "cdn.example.org/media")
    assert value("s.CONTENT_SECURITY_POLICY['DIRECTIVES']['media-src']", **changes) == [
        "'self'",
        "https://s3.example.org",
        "https://cdn.example.org",
    ]


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        (BUCKETS, "https://riverside-private.s3.eu-north-1.amazonaws.com/documents/a.pdf?"),
        (
            BUCKETS | {"FLEDGE_S3_REGION": "us-east-1"},
            "https://riverside-private.s3.us-east-1.amazonaws.com/documents/a.pdf?",
        ),
        (STORE, "https://s3.example.org/riverside-private/documents/a.pdf?"),
    ],
)
def test_presigned_addresses_lead_to_the_host_that_the_policy_allows(value, changes, start):
    options = value("s.STORAGES['private']['OPTIONS']", **(changes | KEYS))
    from cms.core.files.buckets import PrivateBucket

    address = PrivateBucket(**options).presigned_address(
        "documents/a.pdf", method="GET", disposition="inline"
    )
    assert address.startswith(start)
