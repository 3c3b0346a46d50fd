"""The prose checker: what a compiled report says, held against the release it was made from."""
