"""A small provider of OAuth 1.0a, OAuth 2.0 and OpenID Connect, for development on this machine."""
