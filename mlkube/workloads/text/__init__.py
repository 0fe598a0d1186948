"""Texts inside ConfigMaps: protobuf text format, Java properties, users' templates. Never a manifest."""
