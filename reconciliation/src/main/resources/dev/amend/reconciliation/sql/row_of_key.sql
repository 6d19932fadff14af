        select *
        from (
            select *,
                if({{no_key}}, 1L, count(*) over (partition by {{group_by}})) as amend_count,
                bit_xor(amend_h) over (partition by {{group_by}}) as amend_xor,
                sum(amend_h & 4294967295) over (partition by {{group_by}}) as amend_sum,
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