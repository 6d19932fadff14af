-- How busy each day is, 1 being an ordinary day: growth, the seasons, the week, and the days that are like no other.
with days as (
  select
    date_add(:first_day, cast(id as int))                       as day,
    cast(id as int)                                             as day_number
  from range(datediff(:last_day, :first_day) + 1)
),
described as (
  select
    *,
    year(day)                                                   as year,
    month(day)                                                  as month,
    dayofmonth(day)                                             as day_of_month,
    weekday(day)                                                as weekday,           -- 0 is Monday
    -- the day after the fourth Thursday of November
    date_add(next_day(make_date(year(day), 10, 31), 'THU'), 22) as black_friday,
    pow(1.012d, day_number / 30d)                               as growth
  from days
),
factors as (
  select
    day,
    growth,
    -- a wave over the year: highest at the end of November, lowest in late May
    1 + 0.08d * cos(2 * pi() * (dayofyear(day) - 330) / 365)    as season,
    element_at(array(1.10d, 1.13d, 1.12d, 1.10d, 1.05d, 0.78d, 0.42d), weekday + 1) as trade_week,
    element_at(array(0.98d, 0.96d, 1.00d, 1.04d, 1.16d, 1.10d, 0.46d), weekday + 1) as consumer_week,
    case
      when day = black_friday then 2.4d
      when datediff(day, black_friday) between -4 and 3 then 1.3d
      else 1d
    end                                                         as sale,
    case
      when month = 12 and day_of_month between 24 and 26 then 0.35d
      when month = 12 and day_of_month > 26 then 0.7d
      when month = 1 and day_of_month = 1 then 0.25d
      when month = 5 and day_of_month = 1 then 0.5d
      else 1d
    end                                                         as holiday,
    if(month = 12 and day_of_month between 4 and 23, 1.12d, 1d) as christmas_shopping,
    if(month = 8, 0.93d, 1d)                                    as summer_break
  from described
)
select
  day                                                           as revenue_date,
  growth * season * trade_week * sale * holiday * summer_break  as trade_activity,
  growth * season * consumer_week * sale * holiday * christmas_shopping as consumer_activity
from factors
