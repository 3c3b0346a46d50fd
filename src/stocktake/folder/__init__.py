"""A strategy as a folder or workbook of tables: read, check, write, start, succeed, upgrade."""
