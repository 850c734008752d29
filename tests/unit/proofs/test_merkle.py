"""Merkle trees: the vectors of Certificate Transparency, and every path of trees of many sizes."""

import hashlib

import pytest

from regulars.domain.proofs.policy.merkle import leaf_hash, merkle_path, merkle_root, node_hash, root_from

# Inputs and roots as published with the reference implementation of RFC 6962.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_published_roots(size, root) -> None:
    assert merkle_root([leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]).hex() == root


def test_the_root_of_nothing() -> None:
    assert merkle_root([]) == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 33])
def test_every_path_leads_to_the_root_and_to_no_other(size) -> None:
    hashes = [leaf_hash(bytes([number])) for number in range(size)]
    root = merkle_root(hashes)
    for place, leaf in enumerate(hashes):
        path = merkle_path(hashes, place)
        assert root_from(leaf, path) == root
        assert root_from(leaf_hash(b"another"), path) != root
        assert len(path) <= size.bit_length()


def test_a_node_cannot_pass_for_a_leaf() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right)
