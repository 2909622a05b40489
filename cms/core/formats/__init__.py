"""How dates and numbers are written, where Django has no format or one of another country."""
