select {{join_hint}}
    old.amend_p as amend_old_p,
    new.amend_p as amend_new_p,
    {{old_rows_of_key}} as amend_old_n,
    {{new_rows_of_key}} as amend_new_n,
    old.amend_x as amend_old_x,
    {{old_sum}} as amend_old_s,
    new.amend_x as amend_new_x,
    {{new_sum}} as amend_new_s{{figures}},
    {{changed_bits}},
    if(
        {{old_rows_of_key}} = 1 and {{new_rows_of_key}} = 1 and old.amend_p = new.amend_p and {{no_bits}},
        null,
        named_struct(
            'rest_hash', {{rest_hash}},
            'rule', {{rule}},
            'key', {{key}},
            'old', {{old_values}},
            'new', {{new_values}}
        )
    ) as amend_detail,
    {{key_hash}} as amend_key{{long_figures}}
from (
    select {{group_by}},{{partition}}
        {{counted}}{{values}}
    from (
        select {{hint}}*, {{ordinal}} as amend_p{{cell}}{{signatures}}, {{row_hash}} as amend_h
        from {{old_rows}}
        where {{partition_key}} >= :amend_from and {{partition_key}} < :amend_until{{only}}
    )
    {{few_old}}
) as old
full outer join (
    select {{group_by}},{{partition}}
        {{counted}}{{values}}
    from (
        select {{hint}}*, {{ordinal}} as amend_p{{cell}}{{signatures}}, {{row_hash}} as amend_h
        from {{new_rows}}
        where {{partition_key}} >= :amend_from and {{partition_key}} < :amend_until{{only}}
    )
    {{few_new}}
) as new
on {{same_key}}
