select amend_side, count(*)
from (
    select amend_side
    from (
        select {{key}}, amend_side{{cell}}
        from (
            select {{key}}, 0 as amend_side, {{ordinal}} as amend_p
            from {{table}} version as of {{baseline}}
            where {{in_range}}
            union all
            select {{key}}, 1 as amend_side, {{ordinal}} as amend_p
            from {{new_rows}}
            where {{in_range}}
        )
        where not ({{no_key}})
    )
    group by amend_side, {{key}}
    having min(amend_b) < max(amend_b)
)
group by amend_side
