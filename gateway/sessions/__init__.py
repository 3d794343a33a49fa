"""What is remembered between the requests of one visitor."""
