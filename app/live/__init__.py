"""Live boards: the contract is written down here before it is finished."""
