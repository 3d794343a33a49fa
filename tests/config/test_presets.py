"""The services whose addresses are known, and what of them can be replaced."""

from __future__ import annotations

import pytest

from gateway.config.presets import PRESETS, kind_of, title_of, with_preset


def test_twitter_answers_at_api_x_com():
    """Section 2."""
    assert with_preset("twitter", {}) == {
        "request_token_url": "https://api.x.com/oauth/request_token",
        "authenticate_url": "https://api.x.com/oauth/authenticate",
        "access_token_url": "https://api.x.com/oauth/access_token",
        "profile_url": "https://api.x.com/1.1/account/verify_credentials.json"
        "?include_entities=false&skip_status=true",
        "fallback_url": "https://api.x.com/2/users/me?user.fields=profile_image_url",
    }


def test_x_answers_at_api_x_com_and_asks_for_both_scopes_its_profile_needs():
    """Section 2."""
    found = with_preset("x", {})

    assert found["authorize_url"] == "https://x.com/i/oauth2/authorize"
    assert found["token_url"] == "https://api.x.com/2/oauth2/token"
    assert found["profile_url"] == "https://api.x.com/2/users/me?user.fields=profile_image_url"
    assert found["scope"] == ("tweet.read", "users.read")


def test_version_2_has_no_fallback():
    found = with_preset("twitter", {"profile_source": "v2"})

    assert found["profile_url"] == "https://api.x.com/2/users/me?user.fields=profile_image_url"
    assert "fallback_url" not in found


@pytest.mark.parametrize(
    ("preset", "name"),
    [
        (preset, name)
        for preset, known in PRESETS.items()
        for name in known.options
        if name.endswith("_url") and name != "profile_url"
    ],
)
def test_each_address_can_be_replaced(preset, name):
    found = with_preset(preset, {name: "https://p.example/"})

    assert found == {**with_preset(preset, {}), name: "https://p.example/"}


def test_an_own_profile_address_has_no_foreign_fallback():
    """A token of one provider is never shown to another."""
    found = with_preset("twitter", {"profile_url": "https://p.example/me"})

    assert found["profile_url"] == "https://p.example/me"
    assert "fallback_url" not in found


def test_an_own_fallback_stays():
    own = {"profile_url": "https://p.example/me", "fallback_url": "https://p.example/2"}

    assert with_preset("twitter", own)["fallback_url"] == "https://p.example/2"


def test_an_own_claim_is_kept_beside_those_of_the_preset():
    found = with_preset("github", {"claims": {"company": "company"}})["claims"]

    assert found == {**PRESETS["github"].options["claims"], "company": "company"}


def test_no_preset_has_nothing_but_what_is_written():
    assert with_preset("", {"issuer": "https://p.example"}) == {"issuer": "https://p.example"}


@pytest.mark.parametrize(
    ("provider", "kind", "found"),
    [
        ("twitter", None, "oauth1"),
        ("x", None, "oauth2"),
        ("google", None, "oidc"),
        ("sandbox", None, "oauth1"),
        ("sandbox", "oidc", "oidc"),
        ("", "oauth2", "oauth2"),
    ],
)
def test_a_preset_has_a_kind_of_its_own(provider, kind, found):
    assert kind_of(provider, kind) == found


def test_a_login_is_called_as_its_provider_or_else_by_its_name():
    assert (title_of("github", "hub"), title_of("", "our_staff")) == ("GitHub", "Our staff")
