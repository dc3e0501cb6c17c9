"""Forms that the community is asked about before they become tickets."""
