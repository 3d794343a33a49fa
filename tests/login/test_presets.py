"""Where providers answer."""

from __future__ import annotations

import pytest

from gateway.login.presets import endpoints

OWN = {
    "request_token_url": "https://p.example/r",
    "authenticate_url": "https://p.example/a",
    "access_token_url": "https://p.example/t",
}


def test_twitter_answers_at_api_x_com():
    """Section 2."""
    assert endpoints("twitter") == {
        "request_token_url": "https://api.x.com/oauth/request_token",
        "authenticate_url": "https://api.x.com/oauth/authenticate",
        "access_token_url": "https://api.x.com/oauth/access_token",
        "profile_url": "https://api.x.com/1.1/account/verify_credentials.json"
        "?include_entities=false&skip_status=true",
        "fallback_url": "https://api.x.com/2/users/me?user.fields=profile_image_url",
    }


def test_version_2_has_no_fallback():
    found = endpoints("twitter", source="v2")

    assert found["profile_url"] == "https://api.x.com/2/users/me?user.fields=profile_image_url"
    assert "fallback_url" not in found


def test_the_sandbox_answers_within_the_service():
    found = endpoints("sandbox", public_url="http://127.0.0.1:8000/")

    assert found["request_token_url"] == "http://127.0.0.1:8000/-/sandbox/oauth/request_token"


@pytest.mark.parametrize(
    "name", ["request_token_url", "authenticate_url", "access_token_url", "fallback_url"]
)
def test_each_address_can_be_replaced(name):
    found = endpoints("twitter", overrides={name: "https://p.example/"})

    assert found == {**endpoints("twitter"), name: "https://p.example/"}


def test_an_own_profile_address_has_no_foreign_fallback():
    """A token of one provider is never shown to another."""
    found = endpoints("twitter", overrides={"profile_url": "https://p.example/me"})

    assert found["profile_url"] == "https://p.example/me"
    assert "fallback_url" not in found


def test_an_own_fallback_stays():
    own = {"profile_url": "https://p.example/me", "fallback_url": "https://p.example/2"}

    assert endpoints("twitter", overrides=own)["fallback_url"] == "https://p.example/2"


def test_no_preset_needs_every_address():
    with pytest.raises(
        ValueError, match="authenticate_url and access_token_url and profile_url must be given"
    ):
        endpoints("", overrides={"request_token_url": "https://p.example/r"})


def test_no_profile_needs_no_profile_address():
    assert endpoints("", source="none", overrides=OWN) == OWN


def test_an_unknown_preset_is_named():
    with pytest.raises(ValueError, match="no preset 'myspace'; there are sandbox and twitter"):
        endpoints("myspace")
