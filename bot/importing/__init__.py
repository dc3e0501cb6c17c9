"""What communities keep already, such as a FAQ.md, a folder of tags or a table: read as entries that people can edit."""
