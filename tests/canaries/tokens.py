"""Canaries: words that are nowhere else, and how to find them in an answer however it is made."""

import base64
import binascii
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.canaries.people import Seers

# Eleven letters and digits, which are an address, a slug and a video's id alike.
WORD = "cnry"
# Where a number is asked for.
NUMBER = "9041"
_PLAIN = re.compile(rb"cnry\d{7}|9041\d{6}", re.IGNORECASE)
_REVERSED = re.compile(rb"\d{7}yrnc", re.IGNORECASE)
_HEX = re.compile(rb"636e7279(?:3\d){7}", re.IGNORECASE)
# The letters "cnry" at the three places that they may have in a group of three bytes.
_BASE64 = re.compile(rb"[\w+/-]{0,3}(?:Y25ye|Nucn|jbnJ5)[\w+/-]+={0,2}")
_SIGNED = re.compile(rb"\.eJ[\w-]{8,}")
_ESCAPED = re.compile(rb"\\u00([0-9a-f]{2})|%([0-9a-f]{2})|&#x([0-9a-f]{2});", re.IGNORECASE)
_DIGESTS = re.compile(rb"[0-9a-f]{16,}", re.IGNORECASE)
# So much of a hash says which one it is.
PRINT = 16


@dataclass(frozen=True)
class Canary:
    """One word: where it stands, and who may see it. `is_met` is no for what no address shows,
    not even to those who might see it."""

    token: str
    where: str
    seen_by: Seers
    is_met: bool = True

    def __str__(self) -> str:
        return f"{self.token} ({self.where})"


@dataclass
class Canaries:
    """All that were planted; `prints` are hashes, by their beginning, of what may be guessed."""

    by_token: dict[str, Canary] = field(default_factory=dict)
    by_print: dict[str, Canary] = field(default_factory=dict)
    literals: dict[str, Canary] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Canary]:
        return iter([*self.by_token.values(), *self.literals.values()])

    def word(self, where: str, seen_by: Seers, *, is_met: bool = True) -> str:
        """Return a new word for a place."""
        return self._keep(f"{WORD}{len(self.by_token) + 1:07d}", where, seen_by, is_met)

    def number(self, where: str, seen_by: Seers) -> str:
        """Return a new number below one."""
        return "0." + self._keep(f"{NUMBER}{len(self.by_token) + 1:06d}", where, seen_by, True)

    def _keep(self, token: str, where: str, seen_by: Seers, is_met: bool) -> str:
        self.by_token[token] = Canary(token, where, seen_by, is_met)
        for name in ("md5", "sha1", "sha256", "blake2b"):
            digest = hashlib.new(name, token.encode()).hexdigest()
            self.by_print[digest[:PRINT]] = Canary(digest, f"{name} of {where}", seen_by)
        return token

    def literal(self, text: str, where: str, seen_by: Seers, *, is_met: bool = False) -> None:
        """Note something that is a canary as it is."""
        self.literals[text] = Canary(text, where, seen_by, is_met)

    def digest(self, text: str, where: str, seen_by: Seers) -> None:
        """Note a hash: also its beginning tells whoever guesses that they guessed right."""
        self.by_print[text[:PRINT]] = Canary(text, where, seen_by, is_met=False)

    def found_in(self, body: bytes) -> set[Canary]:
        """Return those that are in an answer, in any form that is known here."""
        # No canary is planted yet, or the answer has one that is not of this planting.
        found = {self.by_token[word] for word in words_in(body) if word in self.by_token}
        if self.literals:
            pattern = b"|".join(re.escape(one.encode()) for one in self.literals)
            found |= {self.literals[one.decode()] for one in re.findall(pattern, body)}
        for run in _DIGESTS.findall(body):
            known = self.by_print.get(run[:PRINT].decode().lower())
            if known:
                found.add(known)
        return found


def words_in(body: bytes) -> set[str]:
    """Return the words in an answer: plain, in capitals, escaped, reversed, encoded or packed."""
    found: set[str] = set()
    for text in _unpacked(body):
        found |= {one.decode().lower() for one in _PLAIN.findall(text)}
        found |= {one.decode().lower()[::-1] for one in _REVERSED.findall(text)}
        found |= {binascii.unhexlify(one).decode() for one in _HEX.findall(text)}
        for run in _BASE64.findall(text):
            found |= set(_in_base64(run))
    return found


def _unpacked(body: bytes) -> Iterator[bytes]:
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    yield body
    if b"\\u00" in body or b"%" in body or b"&#x" in body:
        yield _ESCAPED.sub(_letter, body)
    for run in _SIGNED.findall(body):
        # What Django signs is packed where that is shorter.
        try:
            yield zlib.decompress(base64.urlsafe_b64decode(run[1:] + b"=" * (-(len(run) - 1) % 4)))
        except (zlib.error, binascii.Error):
            continue


def _letter(match: re.Match[bytes]) -> bytes:
    return bytes([int(next(one for one in match.groups() if one), 16)])


def _in_base64(run: bytes) -> Iterable[str]:
    run = run.translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
    for start in range(4):
        part = run[start:] + b"A" * (-(len(run) - start) % 4)
        yield from (one.decode().lower() for one in _PLAIN.findall(base64.b64decode(part)))
