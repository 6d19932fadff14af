select
    amend_side,
    amend_p,
    count(*) as amend_n,
    bit_xor(amend_h) as amend_x,
    sum(amend_h & 4294967295L) as amend_s{{measures}}
from (
    select {{columns}}, 0 as amend_side, {{ordinal}} as amend_p, {{row_hash}} as amend_h
    from {{old_rows}}
    where {{in_range}}
    union all
    select {{columns}}, 1 as amend_side, {{ordinal}} as amend_p, {{row_hash}} as amend_h
    from {{new_rows}}
    where {{in_range}}
)
group by amend_side, amend_p
