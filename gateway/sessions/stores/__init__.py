"""The places a session can be kept in, one module each."""
