with marked as (
    select *,
           case when viewed_at - lag(viewed_at) over (partition by user_id order by viewed_at, view_id) < interval 30 minutes
                then 0 else 1 end as starts
    from page_views
),
numbered as (
    select *, sum(starts) over (partition by user_id order by viewed_at, view_id) as nth from marked
),
sessions as (
    select user_id, concat_ws('-', user_id, unix_seconds(min(viewed_at))) as session_id,
           date_trunc('hour', min(viewed_at)) as hour, count(*) as views,
           cast(unix_seconds(max(viewed_at)) - unix_seconds(min(viewed_at)) as double) as seconds,
           avg(score) as score
    from numbered
    group by user_id, nth
)
select hour, session_id, user_id, views, seconds, score, :started_at as computed_at
from sessions
where hour between :batch_start and :batch_end
