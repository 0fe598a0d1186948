"""Texts inside ConfigMaps: protobuf text, Java properties, Fluentd, templates of users. Never a manifest."""
