"""An OpenAPI document of a service, made from its configuration alone."""
