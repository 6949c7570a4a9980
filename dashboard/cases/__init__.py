"""Cases: what people decide. Pure courses of cases; nothing here opens a file, a database or a clock."""
