"""What the edges of both chats share; knows no chat."""
