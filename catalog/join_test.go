package catalog

import (
	"encoding/json"
	"slices"
	"testing"
)

// branch reads what a gateway answered to GET /v1/models.
func branch(t *testing.T) []Listed {
	t.Helper()
	var doc struct {
		Data []struct {
			ID, Name string
			OwnedBy  string `json:"owned_by"`
			Enabled  *bool
		}
	}
	if err := json.Unmarshal(open(t, served), &doc); err != nil {
		t.Fatal(err)
	}
	var l []Listed
	for _, m := range doc.Data {
		l = append(l, Listed{ID: m.ID, Name: m.Name, OwnedBy: m.OwnedBy, Enabled: m.Enabled == nil || *m.Enabled})
	}
	return l
}

func TestJoinShowsWhatTheBranchServes(t *testing.T) {
	c := decode(t, open(t, cut)).Join(branch(t))
	want := []string{
		"databricks-claude-test-10", "claude-test-9", // its release is not known
		"gpt-oss-9b", "inkling-2", "gpt-9-mini", "llama-9",
	}
	got := ids(c.Models())
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for id, served := range map[string]Fact{
		"claude-test-9": Yes, "gpt-oss-9b": Yes, "inkling-2": Yes, "gpt-9-mini": No, "llama-9": No,
	} {
		if m := find(t, c, id); m.Served != served {
			t.Errorf("%s: served %q, want %q", id, m.Served, served)
		}
	}
	if m, ok := c.Find("gemini-9"); ok {
		t.Errorf("a model that is switched off: %+v", m)
	}
	if all := c.Models(); all[len(all)-1].Served != No {
		t.Errorf("the last is served: %v", ids(all))
	}
}

func TestAModelThatOnlyTheGatewayHasIsUsable(t *testing.T) {
	c := decode(t, open(t, cut)).Join(branch(t))
	m := find(t, c, "inkling-2")
	if m.Known || m.Name != "Inkling 2" || m.Vendor != "Thinking Machines" || m.Dialect != "mlflow" || m.Temperature != Unknown {
		t.Errorf("got %+v", m)
	}
	m = find(t, c, "claude-test-10")
	if m.ID != "databricks-claude-test-10" || m.Name != m.ID || m.Vendor != "Anthropic" || m.Dialect != "anthropic" {
		t.Errorf("got %+v", m)
	}
	if usd, known := m.Price(Usage{Input: 1, Output: 1}); known {
		t.Errorf("it costs %v", usd)
	}
}

func TestJoinAgainForgetsTheFirst(t *testing.T) {
	before := decode(t, open(t, cut))
	first := before.Join(branch(t))
	second := first.Join([]Listed{
		{ID: "llama-9", Enabled: true},
		{ID: "databricks-gpt-9-mini", Enabled: false}, {ID: "gpt-9-mini", Enabled: true},
		{ID: "evil\x1b[2J", Enabled: true}, {ID: "", Enabled: true},
	})
	var served []string
	for _, m := range second.Models() {
		if m.Served == Yes {
			served = append(served, m.ID)
		}
	}
	if want := []string{"gpt-9-mini", "llama-9"}; !slices.Equal(served, want) {
		t.Errorf("served %v, want %v", served, want)
	}
	if _, ok := second.Find("inkling-2"); ok {
		t.Error("what only the first branch had is still there")
	}
	if m := find(t, before, "llama-9"); m.Served != Unknown {
		t.Errorf("the catalog before changed: %+v", m)
	}
}

func TestModelsThatMakeEmbeddingsAreNoChats(t *testing.T) {
	c := decode(t, []byte(`{"neon": {"models": {
		"gte-large-en": {},
		"bge-chat": {"modalities": {"output": ["text"]}},
		"vectors-1": {"modalities": {"output": ["embedding"]}},
		"llama-9": {"modalities": {"output": ["text"]}}
	}}}`)).Join([]Listed{
		{ID: "gte-large-en", Enabled: true}, {ID: "databricks-qwen3-embedding-0-6b", Enabled: true}, {ID: "bge-m3", Enabled: true},
		{ID: "oddly-named", Enabled: true, Embeds: true}, {ID: "embedded-9b", Enabled: true},
	})
	for id, want := range map[string]bool{
		"gte-large-en": true, "bge-chat": false, "vectors-1": true, "llama-9": false,
		"qwen3-embedding-0-6b": true, "bge-m3": true, "oddly-named": true, "embedded-9b": false,
	} {
		if got := find(t, c, id).Embeds; got != want {
			t.Errorf("%s makes embeddings: %t, want %t", id, got, want)
		}
	}
	chats := ids(c.Chats().Models())
	slices.Sort(chats)
	if want := []string{"bge-chat", "embedded-9b", "llama-9"}; !slices.Equal(chats, want) {
		t.Errorf("chats %v, want %v", chats, want)
	}
	if len(c.Models()) != 8 {
		t.Errorf("the catalog itself has %v", ids(c.Models()))
	}
}
