"""The JSON API: what the pages do, for programs. Bearer tokens with scopes, never more than their person may see."""
