select {{expression}} from {{table}} version as of {{baseline}}
