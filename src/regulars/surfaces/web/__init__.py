"""What the console and later surfaces share: layout, sign-in, texts of errors."""
