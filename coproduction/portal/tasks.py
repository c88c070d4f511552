"""Tasks of the portal. Importing the services here registers what the nightly job purges."""

from coproduction.portal.services import sheets

__all__ = ["sheets"]
