from __future__ import annotations

import pytest

from gateway.check.tokens import masked, tokens

TOKENS = {
    "AKIA" + "Q7" * 8: "an AWS access key",
    "ghp_" + "a1B2" * 9: "a GitHub token",
    "github_pat_" + "a1B2" * 15: "a GitHub token",
    "glpat-" + "a1B2" * 5: "a GitLab token",
    "xoxb-" + "1234-" * 3 + "abcd": "a Slack token",
    "https://hooks.slack.com/" + "services/T0AB/B0CD/e1f2": "a Slack webhook",
    "sk_live_" + "a1B2" * 6: "a Stripe key",
    "whsec_" + "a1B2" * 8: "a Stripe key",
    "AIza" + "a1B2c3D" * 5: "a Google API key",
    "GOCSPX-" + "a1B2" * 7: "a Google client secret",
    "npm_" + "a1B2" * 9: "an npm token",
    "pypi-" + "a1B2" * 20: "a PyPI token",
    "SG." + "a1" * 11 + "." + "b2" * 21 + "c": "a SendGrid key",
    "A" * 22 + "a1B2" * 20: "a Twitter token",
    "1" * 18 + "-" + "a1B2" * 10: "a Twitter token",
    "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxIn0." + "a1B2" * 5: "a JSON Web Token",
    "dop_v1_" + "a1" * 32: "a DigitalOcean token",
    "sk-" + "a1B2" * 12: "an OpenAI key",
    "-----BEGIN RSA " + "PRIVATE KEY-----": "a private key",
    "-----BEGIN " + "PRIVATE KEY-----": "a private key",
    "postgresql://app:" + "a1B2@db.example/x": "an address with a password",
    "redis://:" + "a1B2@db": "an address with a password",
}


@pytest.mark.parametrize(("text", "what"), TOKENS.items())
def test_token_is_found_between_other_words_and_masked(text, what):
    (token,) = tokens(f"before: '{text}' # after")

    assert (token.what, token.start) == (what, 9)
    assert masked(f"before: '{text}' # {text}").startswith("before: '***")
    assert text not in masked(f"before: '{text}' # {text}")


@pytest.mark.parametrize(
    "text",
    [
        "${SESSION_KEY}",
        "redis://:${PASSWORD}@store/0",
        "redis://store:6379/0",
        "postgresql://app:app@localhost/shop",
        "redis://:x@127.0.0.1:6379",
        "https://example.org/a:b@c",
        "-----BEGIN CERTIFICATE-----",
        "ghp_short",
        "the AKIA prefix",
        "a-xoxb-and-nothing-else",
        "1234567890-1234",
        "a" * 200,
        "mailto:anna@example.org",
    ],
)
def test_text_of_another_shape_is_left_in_peace(text):
    assert (list(tokens(text)), masked(text)) == ([], text)
