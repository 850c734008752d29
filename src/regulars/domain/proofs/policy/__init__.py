"""Pure decisions of proofs: Merkle trees, what is signed, how documents are checked. No database, no Django."""
