"""Tasks of groups. Importing the service here registers what the nightly job purges."""

from groups.services import forgetting

__all__ = ["forgetting"]
