"""Groups of members that the data make themselves: k-means clusters and segments of a small decision tree.

The number of clusters is chosen by how stable and how distinct they are, the tree by what members spent later. Both
are judged on behaviour after the instant they were made of, and named after what sets them apart. It owns the last
models of each programme, how members moved between groups from month to month, and who resembles whom. It says
nothing where there are too few members or too little time to judge by.
"""
