select amend_side, amend_p, cast(grouping(amend_p) as int) as amend_whole, {{measures}}
from (
    select {{columns}}, 0 as amend_side, {{ordinal}} as amend_p
    from {{old_rows}}
    where {{in_range}}
    union all
    select {{columns}}, 1 as amend_side, {{ordinal}} as amend_p
    from {{new_rows}}
    where {{in_range}}
)
group by grouping sets ((amend_side, amend_p), (amend_side))
