select boolean({{expression}})
from {{table}} version as of {{baseline}} as old
cross join {{new_rows}} as new
