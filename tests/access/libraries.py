"""allauth's own pages: signing in and looking after one's own sign-in; allauth guards them."""

from django.urls import URLResolver, get_resolver


def names_below(prefix):
    (resolver,) = [e for e in get_resolver().url_patterns if isinstance(e, URLResolver) and str(e.pattern) == prefix]

    def walk(patterns):
        for entry in patterns:
            yield from walk(entry.url_patterns) if isinstance(entry, URLResolver) else [str(entry.name)]

    return set(walk(resolver.url_patterns))


PUBLIC = names_below("auth/")
