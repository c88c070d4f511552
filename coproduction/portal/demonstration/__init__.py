"""The demonstration year: an invented year in an invented borough, built through the services that people use."""
