"""A small OAuth 1.0a provider with Twitter's addresses, for development on this machine."""
