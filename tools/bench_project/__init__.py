"""A bare Django application beside the portal, in the same process and on the same database, to compare with."""
