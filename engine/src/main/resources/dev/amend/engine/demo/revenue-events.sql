-- The events of some days. Every figure follows from the event's number and the seed, so that the same rows come out
-- on any machine, in any order, at any parallelism.
insert into staging.revenue_events
with merchant_days as (
  select
    calendar.revenue_date,
    merchants.*,
    cast(floor(
        :orders_per_day * share_of_orders
          * if(business = 'consumer', consumer_activity, trade_activity)
          * (0.85d + 0.3d * pmod(xxhash64(:seed, 'luck', merchant_id, calendar.revenue_date), 1000) / 1000d)
          + pmod(xxhash64(:seed, 'fraction', merchant_id, calendar.revenue_date), 1000) / 1000d
    ) as int)                                                   as events
  from calendar
  cross join merchants
  where calendar.revenue_date between :first_day and :last_day
    and calendar.revenue_date >= opened_on
),
numbered as (
  select
    *,
    (cast(unix_date(revenue_date) as bigint) * 10000 + merchant_id) * 10000 + number as event_id
  from merchant_days
  lateral view explode(sequence(1, events)) as number
  where events > 0
),
drawn as (
  select
    *,
    pmod(xxhash64(:seed, 'kind', event_id), 1000)               as kind_draw,
    pmod(xxhash64(:seed, 'partial refund', event_id), 1000)     as partial_draw,
    pmod(xxhash64(:seed, 'lateness', event_id), 1000)           as lateness_draw,
    pmod(xxhash64(:seed, 'delay', event_id), 240)               as delay_seconds,
    xxhash64(:seed, 'price', event_id)                          as price_bits,
    xxhash64(:seed, 'time', event_id)                           as time_bits
  from numbered
),
shaped as (
  select
    *,
    if(kind_draw < if(business = 'consumer', 60, 25), 'refund', 'sale') as kind,
    -- the sum of four uniform draws is close to a bell curve: mean 2, variance 1/3
    ( pmod(price_bits, 65536)
        + pmod(shiftright(price_bits, 16), 65536)
        + pmod(shiftright(price_bits, 32), 65536)
        + pmod(shiftright(price_bits, 48), 65536)) / 65536d     as bell,
    -- most of the business is done in the middle of the day
    if(business = 'consumer', 8, 6) * 3600
      + pmod(time_bits, 7 * 3600) + pmod(shiftright(time_bits, 32), 7 * 3600) as second_of_day,
    -- one event in forty arrives one to five days late
    if(lateness_draw < 25, 1 + cast(pmod(lateness_draw, 5) as int), 0) as days_late
  from drawn
),
priced as (
  select
    *,
    cast(
        if(kind = 'refund', -1d, 1d)
          * if(kind = 'refund' and partial_draw < 300, 0.2d + partial_draw / 500d, 1d)
          * usual_ticket * exp(0.6d * sqrt(3d) * (bell - 2d))
        as decimal(18, 2))                                      as gross
  from shaped
)
select
  event_id,
  revenue_date,
  timestamp_seconds((cast(unix_date(revenue_date) as bigint) - days_late) * 86400 + second_of_day) as event_time,
  timestamp_seconds(cast(unix_date(revenue_date) as bigint) * 86400
      + if(days_late > 0, 4 * 3600, second_of_day) + delay_seconds) as ingested_at,
  merchant_id,
  country,
  currency,
  kind,
  cast(gross / euros_per_unit as decimal(18, 2))                as amount,
  gross,
  cast(gross * if(price_includes_tax, tax_rate / (1 + tax_rate), tax_rate) as decimal(18, 2)) as tax,
  price_includes_tax
from priced
