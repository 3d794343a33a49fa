"""Python modules read without importing them: what each defines, and how that can be called."""
