"""The frozen tables of one cycle: what may be published, manifest, checksums, verify, read."""
