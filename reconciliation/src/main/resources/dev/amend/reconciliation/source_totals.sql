select {{totals}}
