"""Tasks of feedback. Importing the services here registers what the nightly job purges."""

from feedback.services import drafts, responses

__all__ = ["drafts", "responses"]
