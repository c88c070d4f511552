"""The languages in which people can be asked, with their own names: those that Django knows and those that it does not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LanguageName:
    """A language by the name its speakers give it, and by its English one."""

    own: str
    english: str
    is_rtl: bool = False


# By the code that stands in addresses and in the `lang` of a page.
NAMES = {
    "am": LanguageName("አማርኛ", "Amharic"),
    "ar": LanguageName("العربية", "Arabic", is_rtl=True),
    "bn": LanguageName("বাংলা", "Bengali"),
    "ckb": LanguageName("کوردیی ناوەندی", "Central Kurdish", is_rtl=True),
    "es": LanguageName("Español", "Spanish"),
    "fa": LanguageName("فارسی", "Persian", is_rtl=True),
    "fr": LanguageName("Français", "French"),
    "it": LanguageName("Italiano", "Italian"),
    "pl": LanguageName("Polski", "Polish"),
    "ps": LanguageName("پښتو", "Pashto", is_rtl=True),
    "pt": LanguageName("Português", "Portuguese"),
    "ro": LanguageName("Română", "Romanian"),
    "ru": LanguageName("Русский", "Russian"),
    "so": LanguageName("Soomaali", "Somali"),
    "sq": LanguageName("Shqip", "Albanian"),
    "ti": LanguageName("ትግርኛ", "Tigrinya"),
    "tr": LanguageName("Türkçe", "Turkish"),
    "uk": LanguageName("Українська", "Ukrainian"),
    "ur": LanguageName("اردو", "Urdu", is_rtl=True),
    "zh-hans": LanguageName("简体中文", "Simplified Chinese"),
}
