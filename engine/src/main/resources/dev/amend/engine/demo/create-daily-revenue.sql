create table finance.daily_revenue (
  revenue_date    date           not null,
  merchant_id     bigint         not null,
  country         string         not null,
  orders          bigint         not null,
  refunds         bigint         not null,
  gross_revenue   decimal(18, 2) not null comment 'prices as charged, less refunds, in euros',
  included_tax    decimal(18, 2) not null comment 'the tax that is part of gross_revenue',
  net_revenue     decimal(18, 2) not null comment 'what is left of gross_revenue without tax',
  recalculated_at timestamp      not null,
  backfill_id     string                  comment 'the issue that had the row corrected'
)
using iceberg
partitioned by (revenue_date)
tblproperties ('format-version' = '2', 'write.parquet.compression-codec' = 'zstd')
