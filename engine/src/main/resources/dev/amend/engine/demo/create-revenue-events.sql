create table staging.revenue_events (
  event_id           bigint         not null,
  revenue_date       date           not null comment 'the day on which it is booked; a late event is booked when it arrives',
  event_time         timestamp      not null comment 'when it happened',
  ingested_at        timestamp      not null comment 'when it arrived',
  merchant_id        bigint         not null,
  country            string         not null,
  currency           string         not null,
  kind               string         not null comment 'sale or refund',
  amount             decimal(18, 2) not null comment 'the price in the merchant''s currency; negative for a refund',
  gross              decimal(18, 2) not null comment 'the price in euros',
  tax                decimal(18, 2) not null comment 'the tax in euros: part of the price if price_includes_tax, on top of it otherwise',
  price_includes_tax boolean        not null
)
using iceberg
partitioned by (revenue_date)
tblproperties ('format-version' = '2', 'write.parquet.compression-codec' = 'zstd')
