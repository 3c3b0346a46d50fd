"""Assessment methods: tables in, tables out, every series of a table at once.

The published ones stand here. Our own trend test and probability are in `trends`; import that
module where you need it, for it brings NumPy with it.
"""

from stocktake.assess.methods.canada import assess_canada
from stocktake.assess.methods.destatis import assess_destatis
from stocktake.assess.methods.escap import assess_escap
from stocktake.assess.methods.eurostat import assess_eurostat
from stocktake.assess.methods.sdsn import assess_sdsn, compute_sdg_index
from stocktake.assess.methods.unsd import assess_unsd_2019, assess_unsd_2023

__all__ = [
    "assess_canada",
    "assess_destatis",
    "assess_escap",
    "assess_eurostat",
    "assess_sdsn",
    "assess_unsd_2019",
    "assess_unsd_2023",
    "compute_sdg_index",
]
