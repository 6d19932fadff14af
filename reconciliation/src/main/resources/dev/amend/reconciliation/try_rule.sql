select boolean({{expression}})
from {{table}} version as of {{baseline}} as old
cross join {{table}} version as of {{shadow}} as new
