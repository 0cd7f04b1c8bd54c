# SPDX-License-Identifier: Apache-2.0
"""Sealed values stay readable and provable; the formats are fixed by known answers."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.crypto import Keyring, Unreadable, canonical, chained_digest, commitment, new_salt

OLD, NEW, STRANGE = "the-old-secret-of-the-city", "the-new-secret-of-the-city", "a-secret-of-another-city"
KNOWN_SEALED = "01a87a281adfe549469d5bbbe6c4703970dbfb81d9b67de9a590984f033336b719fd1c077cce00b2c0f5bea44419f7ab92ca09"
KNOWN_FINGERPRINT = "d3bf0a4d4a155a93c8dc842cb83eb9408b9c7174fd41cc69d2cd22dda9feecf0"
KNOWN_COMMITMENT = "fbd5418202f640686b333575f277d12bbd2c5f63f448ea93e2049a97a1f874dc"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(text=st.text())
def test_what_is_sealed_is_read_back(text):
    """Any text comes back, and sealing twice never looks the same."""
    ring = Keyring(NEW)

    assert ring.decrypt(ring.encrypt(text)) == text
    assert ring.encrypt(text) != ring.encrypt(text)


def test_a_value_sealed_today_is_readable_in_ten_years():
    """The stored format and the derivation of keys do not change."""
    sealed = bytes.fromhex(KNOWN_SEALED)

    assert Keyring(NEW).decrypt(sealed) == "13812345678 张三"


def test_keys_are_changed_without_losing_anything():
    """An older key still reads, rotation writes anew under the first key, and then the old key may go."""
    sealed = Keyring(OLD).encrypt("13812345678")
    ring = Keyring(NEW, OLD)

    rotated = ring.rotate(sealed)

    assert ring.decrypt(sealed) == "13812345678"
    assert Keyring(NEW).decrypt(rotated) == "13812345678"
    assert ring.rotate(rotated) == rotated


def test_what_was_changed_or_sealed_elsewhere_is_unreadable():
    """A flipped bit anywhere, a cut, nothing at all and another city's key are all told, never guessed."""
    ring = Keyring(NEW)
    sealed = ring.encrypt("13812345678")
    flipped = [sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :] for n in range(len(sealed))]

    for broken in [*flipped, sealed[:-1], sealed[:20], sealed[:9], b"", Keyring(STRANGE).encrypt("x")]:
        with pytest.raises(Unreadable):
            ring.decrypt(broken)


def test_a_short_secret_is_refused_at_the_start():
    """An operator who forgot the secret learns it when the server starts."""
    for secrets in (("",), ("short",), (NEW, "")):
        with pytest.raises(ValueError, match="at least 16"):
            Keyring(*secrets)


def test_fingerprints_find_equal_values_under_every_key():
    """Equal values have equal fingerprints, other keys give others, and older keys can still be asked."""
    ring = Keyring(NEW, OLD)

    assert ring.fingerprint("13812345678") == KNOWN_FINGERPRINT
    assert ring.fingerprints("13812345678") == [KNOWN_FINGERPRINT, Keyring(OLD).fingerprint("13812345678")]
    assert ring.fingerprint("13812345679") != KNOWN_FINGERPRINT


def test_a_commitment_is_the_digest_of_salt_and_value():
    """The known answer: SHA-256 over salt and text; another salt hides that the text is the same."""
    salt = bytes(range(16))

    assert commitment('"路灯坏了"', salt) == hashlib.sha256(salt + '"路灯坏了"'.encode()).hexdigest()
    assert commitment('"路灯坏了"', salt) == KNOWN_COMMITMENT
    assert len(new_salt()) == 16
    assert new_salt() != new_salt()


def test_a_chain_is_the_digest_of_the_one_before_and_the_content():
    """The known answers: SHA-256 of the content alone, then of digest and content."""
    first = chained_digest(b"", b"abc")
    second = chained_digest(first, b"def")

    assert first.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    assert second == hashlib.sha256(first + b"def").digest()
    with pytest.raises(ValueError, match="whole digest"):
        chained_digest(first[:-1], b"def")


def test_the_canonical_text_is_known():
    """Keys are sorted, spaces left out, Chinese kept as it is, moments in UTC to the microsecond."""
    beijing = timezone(timedelta(hours=8))
    value = {
        "b": [1, 2.5, True, None, (3,)],
        "a": "路灯\n\"'",
        "at": datetime(2025, 9, 26, 16, 40, tzinfo=beijing),
        "on": date(2025, 9, 26),
        "é": {"y": 1.50, "x": 3.0},
        "zero": -0.0,
    }

    assert canonical(value).decode() == (
        '{"a":"路灯\\n\\"\'","at":"2025-09-26T08:40:00.000000Z","b":[1,2.5,true,null,[3]],'
        '"on":"2025-09-26","zero":0,"é":{"x":3,"y":1.5}}'
    )


@given(value=JSON)
def test_the_canonical_text_survives_the_database(value):
    """A value that went through JSON, whose keys may come back in another order, has the same canonical text."""
    back = json.loads(json.dumps(value, sort_keys=True))

    assert canonical(back) == canonical(value)


def test_equal_moments_have_equal_texts():
    """The same moment written in two zones is the same text."""
    moment = datetime(2025, 1, 1, 0, 0, 0, 5, tzinfo=UTC)

    assert canonical(moment) == canonical(moment.astimezone(timezone(timedelta(hours=-5))))
    assert canonical(moment) == b'"2025-01-01T00:00:00.000005Z"'


NAIVE = datetime(2025, 1, 1)  # noqa: DTZ001  under test


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**53 + 1, 1e300, {1: 2}, {"a": {"b"}}, b"bytes", object(), NAIVE]
)
def test_what_has_no_single_form_is_loud(value):
    """Values that JSON cannot hold in one way only are errors of the caller."""
    with pytest.raises((TypeError, ValueError)):
        canonical(value)
