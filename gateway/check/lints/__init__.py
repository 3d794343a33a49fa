"""What loads and still is dangerous or useless, one module a kind of mistake."""
