"""The service as a picture: requests, hosts, groups, the layers they pass, routes and what answers."""
