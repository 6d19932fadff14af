select 0 as amend_side, {{key_hash}} as amend_key_hash, {{values}}
from (
    select *, {{row_hash}} as amend_h
    from {{old_rows}}
    where {{partition_key}} >= :amend_from and {{partition_key}} < :amend_until
)
where array_contains(:amend_keys, {{key_hash}})
union all
select 1 as amend_side, {{key_hash}} as amend_key_hash, {{values}}
from (
    select *, {{row_hash}} as amend_h
    from {{new_rows}}
    where {{partition_key}} >= :amend_from and {{partition_key}} < :amend_until
)
where array_contains(:amend_keys, {{key_hash}})
