"""The ids by which readers know the parts of a question whose own ids would tell the key.

Both sides of a pair have one id, and steps are kept in their right order: an id, or an order by
ids, that came from what is kept would be the answer. So every part gets an id that only this
site can make, and what could tell is shown in the order of a second such number.

What is shuffled has both from its words. From its kept id they would be the same in every
language, yet an author who puts the key right by typing lets words change places between kept
ids: the page would tell that they did, to somebody who knows what was right before. For the same
reason a shuffle may happen to be the right order; one that never was would tell it too.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.crypto import salted_hmac

_IDS = "courses.questions.opaque.id"
_PLACES = "courses.questions.opaque.place"
# Half of the digest in hexadecimal digits: 128 bits, beyond guessing and short in a page.
_LENGTH = hashlib.sha256().digest_size


class Side(TextChoices):
    """What kind of part it is. Never seen by people."""

    # Known by their kept ids: they are shown as their author put them.
    LEFT = "left", "left"
    BLANK = "blank", "blank"
    # Known by their words.
    RIGHT = "right", "right"
    STEP = "step", "step"


def opaque_id(question_id: str, side: Side, known_by: str) -> str:
    """Return the id by which readers know a part."""
    return _digest(_IDS, question_id, side, known_by)


def shuffled(question_id: str, side: Side, known_by: Iterable[str]) -> list[str]:
    """Return what parts are known by in an order that tells nothing and is the same each time."""
    return sorted(known_by, key=lambda one: _digest(_PLACES, question_id, side, one))


def told_apart(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what each text of a list is known by, by its kept id; a second one has a number."""
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    for kept_id, text in texts.items():
        times[text] += 1
        # No line has a second one, so that this is no other text.
        found[kept_id] = text if times[text] == 1 else f"{text}\n{times[text]}"
    return found


def kept_ids(question_id: str, side: Side, parts: Mapping[str, str]) -> dict[str, str]:
    """Return the kept id of each part by the id that readers send.

    `parts` has what each is known by, by its kept id; of parts that say the same the first counts.
    Pages that were made before the site's secret changed send the ids of the secret before.
    """
    found: dict[str, str] = {}
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        for kept_id, known_by in parts.items():
            found.setdefault(_digest(_IDS, question_id, side, known_by, secret), kept_id)
    return found


def _digest(salt: str, question_id: str, side: Side, known_by: str, secret: Any = None) -> str:
    # As JSON, so that no two lists of three make one text.
    said = json.dumps([question_id, side.value, known_by])
    made = salted_hmac(salt, said, secret=secret, algorithm="sha256")
    return made.hexdigest()[:_LENGTH]
