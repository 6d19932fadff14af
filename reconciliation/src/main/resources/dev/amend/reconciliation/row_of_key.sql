        select *
        from (
            select *,
                if({{no_key}}, named_struct('n', 1L, 'x', amend_h, 's', 0L), named_struct(
                    'n', count(*) over (partition by {{group_by}}),
                    'x', bit_xor(amend_h) over (partition by {{group_by}}),
                    's', sum(amend_h & 4294967295) over (partition by {{group_by}}))) as amend_rows,
                row_number() over (partition by {{group_by}} order by amend_h) as amend_n
            from (
                select *, {{row_hash}} as amend_h
                from (
                    select *, struct(*) as amend_row, 1 as amend_x, {{ordinal}} as amend_p{{cell}}{{signatures}}
                    from {{view}}
                )
            )
        )
        where amend_n = 1 or {{no_key}}