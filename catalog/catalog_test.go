package catalog

import (
	"slices"
	"testing"
)

func TestFindUnderstandsEverySpelling(t *testing.T) {
	c := Embedded()
	for _, id := range []string{"gpt-5-mini", "GPT-5-Mini", "databricks-gpt-5-mini", " Databricks-GPT-5-mini "} {
		if m := find(t, c, id); m.ID != "gpt-5-mini" {
			t.Errorf("%q found %s", id, m.ID)
		}
	}
	for _, id := range []string{"", "gpt-5-min", "databricks-", "gpt-5-mini-databricks"} {
		if m, ok := c.Find(id); ok || m.ID != "" {
			t.Errorf("%q found %s", id, m.ID)
		}
	}
}

func TestTheListIsTheCallers(t *testing.T) {
	c := decode(t, open(t, cut))
	c.Models()[0].ID = "changed"
	if got := c.Models()[0].ID; got != "claude-test-9" {
		t.Errorf("the catalog changed to %s", got)
	}
	if got := (Catalog{}).Models(); len(got) != 0 {
		t.Errorf("an empty catalog has %v", got)
	}
}

func TestModelsAreInASensibleOrder(t *testing.T) {
	got := ids(Embedded().Models())
	want := []string{"claude-fable-5-1", "claude-opus-5", "claude-sonnet-5", "claude-opus-4-8", "claude-opus-4-7"}
	if !slices.Equal(got[:5], want) {
		t.Errorf("begins with %v, want %v", got[:5], want)
	}
	want = []string{"kimi-k3", "inkling", "glm-5-3-flash", "grok-4-6"}
	if end := got[len(got)-4:]; !slices.Equal(end, want) {
		t.Errorf("ends with %v, want %v", end, want)
	}
}
