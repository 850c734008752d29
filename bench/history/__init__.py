"""The bench `history`: what an event costs a member who has had many, against one who has had few."""
