"""What a board sends: keys that the server then looks for in the plan itself."""

from django import forms

from plans.chain import KINDS

PAGES = ("swot", "strategy", "chain")


class BoardForm(forms.Form):
    """`page`: the board that shows the result."""

    page = forms.ChoiceField(choices=[(each, each) for each in PAGES], required=False)

    @property
    def back(self) -> str:
        return self.cleaned_data.get("page") or "strategy"


class PlaceForm(BoardForm):
    kind = forms.ChoiceField(choices=[(each, each) for each in KINDS])
    row = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    group = forms.CharField(max_length=20, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def act(self) -> dict:
        told = {name: self.cleaned_data[name] for name in ("kind", "row", "group", "before")}
        return {"verb": "place", **told}


class LinkForm(BoardForm):
    """`one` and `other` as «kind:key», of neighbouring kinds, in whichever order they were dropped."""

    one = forms.RegexField(r"^(swot|option|priority|objective|action):\d{1,18}\Z")
    other = forms.RegexField(r"^(swot|option|priority|objective|action):\d{1,18}\Z")
    verb = forms.ChoiceField(choices=[("link", "link"), ("part", "part")], required=False)

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            (upper, above), (lower, below) = sorted((self.node("one"), self.node("other")))
            if lower != upper + 1:
                raise forms.ValidationError("no neighbours")
            cleaned |= {"kind": KINDS[lower], "row": below, "above": above}
        return cleaned

    def node(self, name: str) -> tuple[int, int]:
        kind, key = self.cleaned_data[name].split(":")
        return KINDS.index(kind), int(key)

    def act(self) -> dict:
        return {"verb": self.cleaned_data["verb"] or "link"} | {
            name: self.cleaned_data[name] for name in ("kind", "row", "above")
        }
