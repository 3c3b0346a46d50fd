"""The public site: static pages made from releases alone, readable without a script or server."""

from stocktake.publish.website.publishing import publish_site

__all__ = ["publish_site"]
