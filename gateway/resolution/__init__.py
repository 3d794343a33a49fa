"""What the names and paths of a configuration stand for, before anything is made of them."""
