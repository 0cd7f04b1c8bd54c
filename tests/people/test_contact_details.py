# SPDX-License-Identifier: Apache-2.0
"""Contacts as residents write them, and what is said when they cannot be taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidan.base.errors import Invalid, Refused
from sidan.people.contact_details import ContactDetails, details_from, normal_phone

NO_PHONE = (
    "This is not a phone number. Write a mobile number, a landline with its area code, or + and the country code."
)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-138-1234-5678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("0794-8220000", "0794-8220000"),
        ("(0794) 822 0000", "0794-8220000"),
        ("（0794）8220000", "0794-8220000"),
        ("0794 8220000 转 12", "0794-8220000-12"),
        ("021-62345678分机8", "021-62345678-8"),
        ("010-12345678", "010-12345678"),
        ("+86 794 8220000", "0794-8220000"),
        ("+86 10 1234 5678", "010-12345678"),
        ("+852 9123 4567", "+85291234567"),
        ("  ", ""),
    ],
)
def test_a_phone_number_is_kept_in_one_form(written: str, kept: str) -> None:
    """However it is grouped, a number that can be called is taken."""
    assert normal_phone(written) == kept


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8220000", "Please put the area code before the number, for example 0794-8220000."),
        ("1381234567", "A mobile number has 11 digits; this one has 10."),
        ("138123456789", "A mobile number has 11 digits; this one has 12."),
        ("call me", NO_PHONE),
        ("12012345678", NO_PHONE),
    ],
)
def test_a_number_that_cannot_be_called_is_refused_with_what_to_do(written: str, said: str) -> None:
    """The sentence fits what was probably meant."""
    with pytest.raises(Refused) as refused:
        normal_phone(written)

    assert str(refused.value) == said


@given(st.from_regex(r"1[3-9]\d{9}|0[3-9]\d{2}-\d{7,8}|(010|02\d)-\d{8}|\+[1-7]\d{8,14}", fullmatch=True))
def test_a_kept_number_is_kept_as_it_is(written: str) -> None:
    """Reading a number twice changes nothing."""
    kept = normal_phone(written)

    assert normal_phone(kept) == kept


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(written: str) -> None:
    """Nothing a visitor can type breaks the reader, and what it keeps has only digits, hyphens and one plus."""
    try:
        kept = normal_phone(written)
    except Refused:
        return

    assert set(kept) <= set("+-0123456789")


@pytest.mark.parametrize(
    "written", ["li", "li@", "@example.com", "li@example", "li@@example.com", "li@example.com\nBcc: x"]
)
def test_what_is_no_address_is_refused(written: str) -> None:
    """An e-mail address cannot bring a second header line or lack its host."""
    with pytest.raises(Invalid) as refused:
        details_from(email=written)

    assert str(refused.value.faults["email"][0]) == "This is not an e-mail address. It looks like name@example.com."


def test_an_address_keeps_the_case_of_its_name_and_not_of_its_host() -> None:
    """Hosts have no case, mailboxes may."""
    assert details_from(email=" Li.Hua@Example.COM ").email == "Li.Hua@example.com"


def test_every_field_says_its_own_fault() -> None:
    """All that is wrong is said at once."""
    with pytest.raises(Invalid) as refused:
        details_from(name="李" * 61, phone="12", email="x", wish="y" * 201)

    assert sorted(refused.value.faults) == ["email", "name", "phone", "wish"]


def test_nothing_given_is_nothing() -> None:
    """All four parts are optional."""
    assert not details_from()


def test_details_do_not_show_themselves() -> None:
    """A log line or error report that prints the value shows nobody's number."""
    assert "138" not in repr(ContactDetails(phone="13812345678"))
