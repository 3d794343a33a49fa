"""Variables of templates that nothing gives."""
