"""What `gateway check` knows beyond the schema, and how it is printed."""
