select {{expression}} from {{old_rows}}
