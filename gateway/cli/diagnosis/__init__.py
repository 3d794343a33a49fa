"""What `gateway doctor` looks at: packages, configuration, stores, logins, and where the service runs."""
