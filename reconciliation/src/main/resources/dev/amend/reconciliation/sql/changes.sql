select class, if(class = 'duplicate', null, rule) as rule, {{key}}, old, new
from (
    select
        case
            when old.amend_count > 1 or new.amend_count > 1 then 'duplicate'
            when old.amend_x is null then 'added'
            when new.amend_x is null then 'removed'
            when old.amend_p <> new.amend_p then 'moved'
            else 'changed'
        end as class,
        {{rule}} as rule,
        {{joined_key}},
        old.amend_row as old,
        new.amend_row as new,
        old.amend_count <=> new.amend_count and old.amend_xor <=> new.amend_xor and old.amend_sum <=> new.amend_sum
            as amend_same_rows,
        {{changed_bits}}
    from (
{{old_rows}}
    ) as old
    full outer join (
{{new_rows}}
    ) as new
    on {{same_key}}
)
where case class when 'changed' then not ({{no_bits}}) when 'duplicate' then not amend_same_rows else true end
