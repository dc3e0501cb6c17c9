"""Which channels and roles of a server config.yaml means: found by name once, stored by id, followed when renamed."""
