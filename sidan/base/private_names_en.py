# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  a pattern cut into lines is harder to read than a long one
"""Finds names of persons in English where a word before says that a person is named. Pure: no Django."""

import re
from collections.abc import Iterator

from sidan.base.private_finds import Find

_NAME = (
    r"[A-Z][a-zà-öø-ÿ’'\-]+(?:[ ]+(?:[A-Z]\.|[A-Z][a-zà-öø-ÿ’'\-]*[A-Z]?[a-zà-öø-ÿ’'\-]+|de|van|von|bin|al|da|di)){0,3}"
)
_SURE = (
    r"(?:(?i:my (?:full )?name is|my name'?s|name\s?[:：]|named|called|contact person(?: is)?\s?[:：]?|contact name\s?[:：]?|contact\s?[:：]|reported by|reporter\s?[:：]"
    r"|complainant\s?[:：]?|signed by|signed,?|owner\s?[:：]|owner is|tenant\s?[:：]|applicant\s?[:：]|attn\.?\s?[:：]?|ask for|speak (?:to|with)|yours (?:sincerely|faithfully|truly),?|(?:best|kind|warm) regards,?|regards,|sincerely,|thanks,\n|this is))[ \n]{0,2}"
)
_TITLES = r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mister|Dr|Madam|Prof)\.?[ ]"
_ROLES = r"(?:(?i:contact|call|phone|i am|i'm|my (?:neighbou?r|landlord|landlady|husband|wife|son|daughter|mother|father|friend|boss|colleague)|the (?:owner|landlord|tenant|driver|manager|shopkeeper|resident)|landlord|neighbou?r|tenant|driver|manager|resident|owner))(?:[ ](?i:is|named|called))?[, ]{1,2}"
_PATTERNS = tuple(re.compile(f"{before}(?P<name>{_NAME})") for before in (_SURE, _TITLES, _ROLES))
_HAS_CAPITAL = re.compile("[A-Z][a-z]")
_TITLED = re.compile(_TITLES)
_WORD = re.compile(r"[A-Za-zÀ-ÿ’'\-.]+")
# Capitals that begin a sentence, a day or an institution and no name.
_NO_NAMES = frozenset(
    [
        "the",
        "a",
        "an",
        "i",
        "we",
        "you",
        "he",
        "she",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "my",
        "our",
        "your",
        "his",
        "her",
        "its",
        "their",
        "and",
        "or",
        "but",
        "if",
        "when",
        "where",
        "why",
        "how",
        "what",
        "who",
        "please",
        "thank",
        "thanks",
        "hello",
        "hi",
        "dear",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "customer",
        "service",
        "us",
        "me",
        "him",
        "them",
        "police",
        "city",
        "county",
        "street",
        "road",
        "avenue",
        "lane",
        "building",
        "block",
        "unit",
        "room",
        "floor",
        "gate",
        "bridge",
        "park",
        "school",
        "hospital",
        "bank",
        "office",
        "bureau",
        "department",
        "government",
        "community",
        "committee",
        "property",
        "management",
        "company",
        "water",
        "gas",
        "power",
        "electricity",
        "number",
        "no",
        "phone",
        "tel",
        "mobile",
        "email",
        "wechat",
        "order",
        "today",
        "tomorrow",
        "yesterday",
        "north",
        "south",
        "east",
        "west",
        "central",
        "chinese",
        "english",
        "china",
        "british",
        "american",
        "residents",
        "resident",
        "owner",
        "tenant",
        "driver",
        "manager",
        "writing",
        "not",
        "very",
        "so",
        "still",
        "also",
        "living",
        "currently",
        "new",
        "from",
        "in",
        "on",
        "at",
        "for",
        "to",
        "of",
        "with",
        "by",
        "as",
        "is",
        "are",
        "was",
        "were",
        "there",
        "here",
        "now",
        "then",
        "after",
        "before",
        "since",
        "until",
        "because",
        "while",
        "although",
        "center",
        "centre",
        "hotline",
        "help",
        "support",
        "sir",
        "madam",
        "all",
        "everyone",
        "nobody",
        "somebody",
        "anyone",
        "someone",
        "one",
        "two",
        "three",
        "deaf",
        "blind",
        "sick",
        "old",
        "young",
        "happy",
        "angry",
        "sorry",
        "afraid",
        "sure",
        "unable",
        "pregnant",
        "alone",
        "tired",
        "lost",
        "stuck",
    ]
)


def find_english_names(text: str) -> Iterator[Find]:
    """Yield names after “my name is”, “Mr”, “contact:” and the like; in doubt a capital is left alone."""
    if not _HAS_CAPITAL.search(text):
        return
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield from _trimmed(text, match.start("name"), match.end("name"))


def _trimmed(text: str, start: int, end: int) -> Iterator[Find]:
    """Yield the name without the words behind it that are none; nothing when it begins with such a word."""
    titled = _TITLED.match(text, start, end)
    start = reached = titled.end() if titled is not None else start
    for word in _WORD.finditer(text, start, end):
        if word.group().strip("'’.").lower() in _NO_NAMES:
            break
        reached = word.end()
    if reached > start:
        yield Find("name", start, reached)
