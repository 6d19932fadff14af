-- The nightly job as it ran before the bug came in, and as it runs again since it was fixed.
insert into finance.daily_revenue
select
  revenue_date,
  merchant_id,
  country,
  count_if(kind = 'sale')                                       as orders,
  count_if(kind = 'refund')                                     as refunds,
  cast(sum(gross) as decimal(18, 2))                            as gross_revenue,
  cast(sum(if(price_includes_tax, tax, 0)) as decimal(18, 2))   as included_tax,
  cast(sum(gross - if(price_includes_tax, tax, 0)) as decimal(18, 2)) as net_revenue,
  -- at ten past three in the following night
  timestamp_seconds((cast(unix_date(revenue_date) as bigint) + 1) * 86400 + 11400) as recalculated_at,
  cast(null as string)                                          as backfill_id
from staging.revenue_events
where revenue_date between :first_day and :last_day
group by revenue_date, merchant_id, country
