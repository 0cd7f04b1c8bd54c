# SPDX-License-Identifier: Apache-2.0
"""Sealing: contacts encrypted at rest, commitments to texts that may be forgotten, and chained digests.

The formats are fixed by known answers in the tests: what was written under them must be readable, and provable, in
ten years.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_NONCE_BYTES = 12
_SALT_BYTES = 16
_SHORTEST_SECRET = 16
_LARGEST_EXACT = 2**53  # beyond it, what reads JSON as floats reads another number


class Unreadable(Exception):
    """What was encrypted cannot be read: it was changed, or its key is not on the ring."""


class Keyring:
    """Keys derived from an operator's secrets: the first encrypts, every one decrypts.

    A sealed value is a version byte, the four-byte name of its key, a nonce and AES-256-GCM's answer. To change keys,
    put the new secret first, `rotate` what is stored, then drop the old one.
    """

    def __init__(self, primary: str, *older: str) -> None:
        """Derive the keys; fail at the start, not at the first contact, when a secret is too short to be one."""
        if any(len(secret) < _SHORTEST_SECRET for secret in (primary, *older)):
            raise ValueError(f"A secret needs at least {_SHORTEST_SECRET} characters.")
        keys = [_derived(secret, "sidan contact encryption") for secret in (primary, *older)]
        self._primary = _key_id(keys[0])
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._look_up = [_derived(secret, "sidan contact fingerprint") for secret in (primary, *older)]

    def encrypt(self, text: str) -> bytes:
        """Return `text` sealed under the first key, different every time."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        head = _VERSION + self._primary
        return head + nonce + self._ciphers[self._primary].encrypt(nonce, text.encode(), head)

    def decrypt(self, sealed: bytes) -> str:
        """Return the text that was sealed under any key of the ring; raise Unreadable for anything else."""
        head, nonce, body = _parts(sealed)
        cipher = self._ciphers.get(head[1:])
        if cipher is None or head[:1] != _VERSION or len(nonce) < _NONCE_BYTES:
            raise Unreadable("The key of this value is not on the ring.")
        try:
            return cipher.decrypt(nonce, body, head).decode()
        except InvalidTag as changed:
            raise Unreadable("This value was changed after it was sealed.") from changed

    def rotate(self, sealed: bytes) -> bytes:
        """Return a sealed value under the first key; itself when it is already."""
        return sealed if sealed[1 : 1 + _KEY_ID_BYTES] == self._primary else self.encrypt(self.decrypt(sealed))

    def fingerprint(self, value: str) -> str:
        """Return a keyed digest by which equal values are found without being stored, in hexadecimal."""
        return self.fingerprints(value)[0]

    def fingerprints(self, value: str) -> list[str]:
        """Return the fingerprints under every key, first key first, to look up what older keys have stored."""
        return [hmac.digest(key, value.encode(), "sha256").hex() for key in self._look_up]


def new_salt() -> bytes:
    """Return a fresh salt for one commitment."""
    return secrets.token_bytes(_SALT_BYTES)


def commitment(value_json: str, salt: bytes) -> str:
    """Return SHA-256(salt ‖ value) in hexadecimal: it fixes the value, and tells nothing once the salt is forgotten."""
    return hashlib.sha256(salt + value_json.encode()).hexdigest()


def chained_digest(previous: bytes, content: bytes) -> bytes:
    """Return SHA-256(previous ‖ content); `previous` is a whole digest, or empty at the start of a chain."""
    if len(previous) not in (0, hashlib.sha256().digest_size):
        raise ValueError("A chain goes on from a whole digest or starts from nothing.")
    return hashlib.sha256(previous + content).digest()


def canonical(value: object) -> bytes:
    """Return the one JSON text of a value, in UTF-8: keys sorted, no spaces, moments in UTC to the microsecond.

    The same before a value goes into the database as JSON and after it comes back: whole floats are written as
    integers, and minus zero as zero, because PostgreSQL keeps no such difference everywhere.
    """
    return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS)


def signature(secret: str, content: bytes, *, purpose: str) -> bytes:
    """Return the 32 bytes by which whoever holds the secret knows content as its own, for one purpose alone."""
    return hmac.digest(_derived(secret, purpose), content, "sha256")


def is_signed(secret: str, content: bytes, signed: bytes, *, purpose: str) -> bool:
    """Say whether `signed` is the signature of the content; takes as long whatever the answer."""
    return hmac.compare_digest(signature(secret, content, purpose=purpose), signed)


def _plain(value: object) -> object:
    """Return a value as JSON can hold it; what has no single form there is an error of the caller."""
    match value:
        case None | bool() | str():
            return value
        case int() | float():
            if not -_LARGEST_EXACT <= value <= _LARGEST_EXACT:
                raise ValueError("Only numbers up to 2 to the power of 53 are exact in JSON.")
            return int(value) if value == int(value) else value
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {_key(key): _plain(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical form.")


def _key(key: object) -> str:
    """Return a key of an object, which JSON wants to be text."""
    if not isinstance(key, str):
        raise TypeError("Only text can be a key.")
    return key


def _moment(moment: datetime) -> str:
    """Return a moment in UTC, always with microseconds, so that equal moments are equal texts."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone has no canonical form.")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _derived(secret: str, purpose: str) -> bytes:
    """Return the 256-bit key of a secret for one purpose."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def _key_id(key: bytes) -> bytes:
    """Return the name of a key, which tells nothing of it."""
    return hashlib.sha256(b"key name" + key).digest()[:_KEY_ID_BYTES]


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Return head, nonce and body of a sealed value."""
    head_end = 1 + _KEY_ID_BYTES
    return sealed[:head_end], sealed[head_end : head_end + _NONCE_BYTES], sealed[head_end + _NONCE_BYTES :]
