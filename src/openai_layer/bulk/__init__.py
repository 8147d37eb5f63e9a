"""Data sets that outgrow one machine: tokens, checks and vectors over Dask's bags and data frames (extra ``bulk``).

Each function describes work that Dask does piece by piece: in processes of this machine, or on the cluster that a
``dask.distributed.Client`` leads to. A piece that is done again, as when a worker dies, takes the place of the first.
Errors come as they are where the work is computed.
"""

from .counting import count_tokens_bag
from .embedding import embed_bag, embed_frame
from .validating import validate_files

__all__ = ["count_tokens_bag", "embed_bag", "embed_frame", "validate_files"]
