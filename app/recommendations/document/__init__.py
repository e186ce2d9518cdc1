"""The conclusions as one finished document and its exports; knows no database and no HTTP."""
