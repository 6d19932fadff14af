-- Who sells: a few large merchants and a long tail, trade and consumer business side by side in ten countries.
-- Consumer prices include tax outside the United States; trade prices never do.
with countries as (
  select *
  from values
    -- tax rate, euros for one unit of the currency, and the draws out of a thousand that mean this country
    ('DE', 'EUR', 0.190d, 1.000d, 0, 259),
    ('FR', 'EUR', 0.200d, 1.000d, 260, 399),
    ('NL', 'EUR', 0.210d, 1.000d, 400, 489),
    ('AT', 'EUR', 0.200d, 1.000d, 490, 539),
    ('GB', 'GBP', 0.200d, 1.170d, 540, 689),
    ('CH', 'CHF', 0.081d, 1.050d, 690, 739),
    ('SE', 'SEK', 0.250d, 0.088d, 740, 799),
    ('DK', 'DKK', 0.250d, 0.134d, 800, 839),
    ('PL', 'PLN', 0.230d, 0.233d, 840, 899),
    ('US', 'USD', 0.074d, 0.920d, 900, 999)
    as countries (country, currency, tax_rate, euros_per_unit, first_draw, last_draw)
),
drawn as (
  select
    1001 + id                                                   as merchant_id,
    pmod(id * 269, :merchants)                                  as size_rank,
    pmod(xxhash64(:seed, 'country', id), 1000)                  as country_draw,
    pmod(xxhash64(:seed, 'ticket', id), 1000) / 1000d           as ticket_draw,
    pmod(xxhash64(:seed, 'opening', id), 1000)                  as opening_draw
  from range(:merchants)
),
sized as (
  select
    *,
    if(pmod(size_rank, 4) = 2, 'consumer', 'trade')             as business,
    pow(size_rank + 4, -1.1d)                                   as weight,
    -- a quarter of the smaller merchants opened during the eighteen months
    if(size_rank > 40 and opening_draw < 250, 2 * cast(opening_draw as int), 0) as opened_after_days
  from drawn
)
select
  merchant_id,
  country,
  currency,
  tax_rate,
  euros_per_unit,
  business,
  business = 'consumer' and country <> 'US'                     as price_includes_tax,
  weight / sum(weight) over ()                                  as share_of_orders,
  if(business = 'consumer', 24d, 78d) * (0.7d + 0.6d * ticket_draw) as usual_ticket,
  date_add(:first_day, opened_after_days)                       as opened_on
from sized
join countries
  on country_draw between first_draw and last_draw
