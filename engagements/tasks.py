"""Tasks of engagements. Importing the service here registers what the nightly job purges."""

from engagements.services import photos

__all__ = ["photos"]
