"""What becomes of conclusions: each point has owners, who report until it is done."""
