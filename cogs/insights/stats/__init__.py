"""What staff's work on tickets came to, as people see it: words, charts, and a page to send on."""
