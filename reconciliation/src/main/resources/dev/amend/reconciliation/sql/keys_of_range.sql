select count_if(amend_old > 1), count_if(amend_new > 1), count_if(amend_new > greatest(amend_old, 1))
from (
    select count_if(amend_side = 0) as amend_old, count_if(amend_side = 1) as amend_new
    from (
        select {{key}}, amend_side, amend_b
        from (
            select {{key}}, amend_side{{cell}}
            from (
                select {{key}}, 0 as amend_side, {{ordinal}} as amend_p
                from {{old_rows}}
                where {{in_range}}
                union all
                select {{key}}, 1 as amend_side, {{ordinal}} as amend_p
                from {{new_rows}}
                where {{in_range}}
            )
            where not ({{no_key}})
        )
        group by {{key}}, amend_side, amend_b
    )
    group by {{key}}
)
