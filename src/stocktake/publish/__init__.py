"""Reports and website, made from a release alone."""
