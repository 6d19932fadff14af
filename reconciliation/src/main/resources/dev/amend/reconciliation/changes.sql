select class, rule, {{key}}, old, new
from (
    select
        case
            when old.amend_x is null then 'added'
            when new.amend_x is null then 'removed'
            when old.amend_p <> new.amend_p then 'moved'
            else 'changed'
        end as class,
        {{rule}} as rule,
        {{joined_key}},
        old.amend_row as old,
        new.amend_row as new,
        {{changed_bits}}
    from (
        select *, struct(*) as amend_row, 1 as amend_x, {{ordinal}} as amend_p{{cell}}{{signatures}}
        from old
    ) as old
    full outer join (
        select *, struct(*) as amend_row, 1 as amend_x, {{ordinal}} as amend_p{{cell}}{{signatures}}
        from new
    ) as new
    on {{same_key}}
)
where class <> 'changed' or not ({{no_bits}})
