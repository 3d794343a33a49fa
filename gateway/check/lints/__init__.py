"""What loads and still is dangerous, useless or written where it must not be, one module a kind of mistake."""
