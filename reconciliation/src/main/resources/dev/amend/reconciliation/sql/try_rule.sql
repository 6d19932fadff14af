select boolean({{expression}})
from {{old_rows}} as old
cross join {{new_rows}} as new
