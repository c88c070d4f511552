"""Tasks of feedback. Importing the services here registers what the nightly job purges."""

from feedback.services import drafts, requests, responses, ways_to_tell

__all__ = ["drafts", "requests", "responses", "ways_to_tell"]
