"""Filters of public lists, for django-filter; their form is `core.forms.filters.FilterForm`."""

import django_filters
from django import forms

from coproduction.core.forms.filters import ListChoiceField, ListMultipleChoiceField


class ChoiceFilter(django_filters.Filter):
    """One of a list."""

    field_class = ListChoiceField


class ManyFilter(django_filters.Filter):
    """Some of a list."""

    field_class = ListMultipleChoiceField


class TextFilter(django_filters.Filter):
    field_class = forms.CharField
