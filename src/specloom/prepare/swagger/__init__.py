"""Swagger 2.0 in, OpenAPI 3 out: the parts that the upgrade pass is made of."""
