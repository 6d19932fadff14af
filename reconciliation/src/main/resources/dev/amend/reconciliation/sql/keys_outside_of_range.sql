select {{key}}, {{partition_key}}, amend_more
from (
    select {{old_key}},
        min(if(old.amend_in, null, old.{{partition_key}})) as {{partition_key}},
        count_if(not old.amend_in) as amend_outside,
        max(new.amend_n) > count_if(old.amend_in) as amend_more
    from (
        select {{key}}, {{partition_key}}, coalesce({{in_range}}, false) as amend_in
        from {{old_rows}}
    ) as old
    join (
        select {{key}}, count(*) as amend_n
        from {{new_rows}}
        where ({{in_parts}}) and not ({{no_key}})
        group by {{key}}
    ) as new
    on {{same_key}}
    group by {{old_key}}
)
where amend_outside > 0
