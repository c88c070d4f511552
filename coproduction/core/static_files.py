"""Static files under names that hold their hash, compressed; scripts that import each other keep doing so."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True
