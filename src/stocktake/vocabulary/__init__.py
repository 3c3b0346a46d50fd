"""The shared language: words, table shapes, days, numbers, problems. Imports nothing of ours."""
