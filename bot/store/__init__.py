"""What the bot remembers between one start and the next."""
