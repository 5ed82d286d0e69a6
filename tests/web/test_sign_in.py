"""Sign-up and sign-in through the pages, without a browser: codes, passwords, second steps, devices, limits."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.test import Client

from assay.accounts.models import Account, User
from made_sign_in import (
    PASSWORD,
    authenticator_code,
    enter_password,
    is_signed_in,
    made_person,
    newest_code,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["made_sign_in.QuickHasher"]


def sign_up(client: Client, email: str = "new@example.com", password: str = PASSWORD):
    return client.post("/account/signup/", {"email": email, "password1": password}, follow=True)


def words(response, *addresses: str) -> str:
    """The page as it is read, without what may differ: tokens and the address that was typed."""
    text = re.sub(
        r'name="csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', "", response.content.decode()
    )
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


# ---- sign-up


def test_sign_up_with_the_code_from_the_mail_signs_in_and_opens_one_account(client):
    page = sign_up(client)
    assert page.redirect_chain[-1][0] == "/account/confirm-email/"
    assert not is_signed_in(client)
    assert client.post("/account/confirm-email/", {"code": newest_code()})["Location"] == "/"
    assert is_signed_in(client)
    assert Account.objects.get().user.email == "new@example.com"
    assert EmailAddress.objects.get().verified


def test_a_code_may_be_typed_without_its_dash(client):
    sign_up(client)
    client.post("/account/confirm-email/", {"code": newest_code().replace("-", "")})
    assert is_signed_in(client)


def test_a_wrong_code_does_not_sign_in_and_the_third_ends_the_attempt(client):
    sign_up(client)
    code = newest_code()
    for _ in range(2):
        answer = client.post("/account/confirm-email/", {"code": "0000-0000"})
        assert "This code is wrong or too old." in answer.content.decode()
    client.post("/account/confirm-email/", {"code": "0000-0000"})
    client.post("/account/confirm-email/", {"code": code})
    assert not is_signed_in(client)
    assert not EmailAddress.objects.get().verified


def test_who_has_mistyped_the_address_signs_up_again(client):
    sign_up(client, "nwe@example.com")
    assert "Start again" in client.get("/account/confirm-email/").content.decode()
    assert client.post("/account/logout/", {"next": "/account/signup/"})["Location"] == "/account/signup/"
    sign_up(client, "new@example.com")
    client.post("/account/confirm-email/", {"code": newest_code()})
    assert EmailAddress.objects.get(verified=True).email == "new@example.com"


@pytest.mark.parametrize("password", ["short", "password123", "new@example.com"])
def test_a_password_that_is_easily_guessed_is_refused(client, password):
    assert "error-summary" in sign_up(client, password=password).content.decode()
    assert not User.objects.exists()


def test_signing_up_with_an_address_that_is_taken_looks_the_same_and_only_the_mail_differs(client):
    made_person("taken@example.com")
    other = Client()
    new, taken = sign_up(client, "new@example.com"), sign_up(other, "taken@example.com")
    assert new.redirect_chain == taken.redirect_chain
    assert new.status_code == taken.status_code
    assert words(new, "new@example.com") == words(taken, "taken@example.com")
    first, second = (str(message.body) for message in mail.outbox)
    assert re.search(r"\d{4}-\d{4}", first)
    assert not re.search(r"\d{4}-\d{4}", second)
    assert "There is one already" in second
    wrong = [c.post("/account/confirm-email/", {"code": "0000-0000"}) for c in (client, other)]
    assert words(wrong[0], "new@example.com") == words(wrong[1], "taken@example.com")


# ---- sign-in


def test_a_password_signs_in(client):
    made_person()
    assert enter_password(client)["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.row("XCT-11")
def test_unknown_address_wrong_password_and_closed_account_get_one_answer():
    made_person()
    closed = made_person("closed@example.com")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    answers = [
        enter_password(Client(), "ada@example.com", "not the password"),
        enter_password(Client(), "nobody@example.com", PASSWORD),
        enter_password(Client(), "closed@example.com", "not the password"),
        enter_password(Client(), "closed@example.com", PASSWORD),
    ]
    addresses = ("ada@example.com", "nobody@example.com", "closed@example.com")
    assert {answer.status_code for answer in answers} == {200}
    assert len({words(answer, *addresses) for answer in answers}) == 1
    assert "The e-mail address or the password is wrong." in answers[0].content.decode()


@pytest.fixture
def runs(monkeypatch) -> list[int]:
    """Grows by one with every run of Argon2: all of the time of a sign-in that counts."""
    runs: list[int] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: runs.append(1) or encode(*a))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: runs.append(1) or verify(*a))
    return runs


def test_signing_up_costs_the_same_hashing_for_new_and_taken_addresses(runs):
    made_person("taken@example.com")
    counts = []
    for email in ("new@example.com", "taken@example.com"):
        runs.clear()
        sign_up(Client(), email)
        counts.append(len(runs))
    assert counts == [1, 1]


def test_unknown_wrong_and_closed_sign_ins_cost_the_same_hashing(runs):
    made_person()
    closed = made_person("closed@example.com")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    counts = []
    for email, password in (("ada", "x"), ("nobody", PASSWORD), ("closed", PASSWORD), ("closed", "x")):
        runs.clear()
        enter_password(Client(), f"{email}@example.com", password)
        counts.append(len(runs))
    assert counts == [1, 1, 1, 1]


def test_a_code_signs_in_without_a_password(client):
    made_person()
    client.post("/account/login/code/", {"email": "ada@example.com"})
    client.post("/account/login/code/confirm/", {"code": newest_code()})
    assert is_signed_in(client)


@pytest.mark.parametrize("start", ["/account/login/code/", "/account/password/reset/"])
def test_asking_for_a_code_looks_the_same_for_unknown_and_closed_addresses(start):
    made_person()
    closed = made_person("closed@example.com")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    addresses = ("ada@example.com", "nobody@example.com", "closed@example.com")
    answers = [Client().post(start, {"email": address}, follow=True) for address in addresses]
    assert len({words(answer, *addresses) for answer in answers}) == 1
    known, unknown, gone = mail.outbox
    assert re.search(r"\d{4}-\d{4}", str(known.body))
    assert str(unknown.body).replace("nobody", "closed") == str(gone.body)


def test_a_new_password_is_chosen_with_a_code_and_the_person_is_told(client):
    made_person()
    client.post("/account/password/reset/", {"email": "ada@example.com"})
    answer = client.post("/account/password/reset/confirm/", {"code": newest_code()})
    new = "four green lanterns"
    client.post(answer["Location"], {"password1": new, "password2": new})
    assert mail.outbox[-1].subject == "Your password was changed"
    assert enter_password(Client(), password=PASSWORD).status_code == 200
    assert enter_password(Client(), password=new).status_code == 302


def test_the_sixth_wrong_password_is_not_even_looked_at(client):
    made_person()
    for _ in range(5):
        enter_password(client, password="not the password")
    answer = enter_password(Client(), password=PASSWORD)
    assert "Too many attempts." in answer.content.decode()


# ---- second step


@pytest.fixture
def secret() -> str:
    """The secret of the authenticator app that Ada has just set up."""
    browser = signed_in(made_person())
    shown = browser.get("/account/2fa/totp/activate/").context["form"].secret
    browser.post("/account/2fa/totp/activate/", {"code": authenticator_code(shown)})
    return shown


def test_an_authenticator_app_is_asked_for_at_the_next_sign_in(client, secret):
    assert enter_password(client)["Location"] == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not is_signed_in(client)
    # The code that was used for setting up does not work twice; the next one does.
    client.post("/account/2fa/authenticate/", {"code": authenticator_code(secret, step=1)})
    assert is_signed_in(client)


def test_a_recovery_code_signs_in_once(client, secret):
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10
    enter_password(client)
    client.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert is_signed_in(client)
    again = Client()
    enter_password(again)
    again.post("/account/2fa/authenticate/", {"code": codes[0]})
    assert not is_signed_in(again)


def test_secrets_of_second_steps_are_sealed_in_the_database(secret):
    stored = [str(factor.data) for factor in Authenticator.objects.all()]
    assert len(stored) == 2
    assert not any(secret in data for data in stored)
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert len(seed) > 60, "a seed in clear has 40 characters"


@pytest.mark.parametrize(
    "page",
    ["/account/2fa/totp/activate/", "/account/2fa/webauthn/add/", "/account/2fa/recovery-codes/generate/"],
)
def test_changing_the_second_step_asks_for_the_password_again(client, page, secret):
    client.force_login(User.objects.get())
    answer = client.get(page)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_a_new_address_counts_after_its_code_and_the_old_one_is_told():
    browser = signed_in(made_person())
    browser.post("/account/email/", {"action_add": "", "email": "ada@new.example"})
    assert User.objects.get().email == "ada@example.com"
    browser.post("/account/confirm-email/", {"code": newest_code()})
    assert User.objects.get().email == "ada@new.example"
    told = [message for message in mail.outbox if message.subject == "Your e-mail address was changed"]
    assert [message.to for message in told] == [["ada@example.com"]]


# ---- devices


def test_the_devices_page_names_device_and_address_and_signs_the_others_out():
    user = made_person()
    phone = Client(
        REMOTE_ADDR="203.0.113.7",
        headers={
            "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1"
        },
    )
    enter_password(phone)
    here = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"})
    enter_password(here)
    page = here.get("/account/sessions/").content.decode()
    assert "Safari on iPhone" in page
    assert "203.0.113.7" in page
    assert "Firefox on Linux" in page
    here.post("/account/sessions/")
    assert phone.get("/security/").status_code == 302
    assert here.get("/security/").status_code == 200
    assert user.is_active
