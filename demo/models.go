package demo

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// model is what the demo knows about one model: the facts of models.dev
// (limits in tokens, prices in USD per million tokens) by which it refuses,
// counts and lists.
type model struct {
	id, name, family, released string
	context, input, output     int
	modes                      string        // "image pdf": what it reads beside text
	efforts                    string        // the effort values it takes
	toggle                     bool          // its thinking can be switched off
	budget                     [2]int        // the thinking budget it takes, or zeros
	price                      []json.Number // input, output, cache read, cache write; nil when unknown
	above                      []json.Number // a size in tokens, and the prices for more context than that
}

// retired is listed as not enabled and refused when asked for.
const retired = "claude-opus-4-1"

// embedders make vectors of texts. models.dev doesn't have them.
var embedders = []model{
	{id: "gte-large-en", name: "GTE Large (En)", context: 8192},
	{id: "qwen3-embedding-0-6b", name: "Qwen3 Embedding 0.6B", context: 32768},
}

// find is the model of an id, with or without the older prefix.
func find(id string) (model, bool) {
	id = strings.TrimPrefix(id, "databricks-")
	for _, m := range slices.Concat(models, embedders) {
		if m.id == id {
			return m, true
		}
	}
	return model{}, false
}

// serving are the models of a branch that serves these ids, all where there are
// none. One that nobody knows is a model of no fame.
func serving(ids []string) []model {
	if len(ids) == 0 {
		return slices.Concat(models, embedders)
	}
	var served []model
	for _, id := range ids {
		m, ok := find(id)
		if !ok {
			m = model{id: strings.TrimPrefix(id, "databricks-"), name: id, context: 131072, output: 32768}
		}
		served = append(served, m)
	}
	return served
}

func (m model) has(part string) bool { return strings.Contains(m.id, part) }
func (m model) reads(mode string) bool {
	return slices.Contains(strings.Fields(m.modes), mode)
}
func (m model) embeds() bool {
	return strings.HasPrefix(m.id, "gte-") || strings.HasPrefix(m.id, "bge-") || m.has("-embedding")
}
func (m model) reasons() bool { return m.efforts != "" || m.budget != [2]int{} }

func claude(m model) bool    { return m.has("claude") }
func notClaude(m model) bool { return !claude(m) }
func gemini(m model) bool    { return m.has("gemini") }
func gptOSS(m model) bool    { return m.has("gpt-oss") }
func gpt(m model) bool       { return m.has("gpt-") && !gptOSS(m) }
func grok(m model) bool      { return m.has("grok") }
func openWeights(m model) bool {
	return !claude(m) && !gemini(m) && !gpt(m) && !gptOSS(m) && !grok(m)
}

// small models are their families' quick and cheap ones.
func (m model) small() bool {
	return slices.ContainsFunc([]string{"-mini", "-nano", "haiku", "flash", "-8b", "-20b"}, m.has)
}

// gemini3 models want their thought signatures back.
func gemini3(m model) bool { return strings.HasPrefix(m.id, "gemini-3") }

// fixedGPT are the models that sample in one way only.
func fixedGPT(m model) bool {
	return slices.Contains([]string{"gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5-5-pro"}, m.id)
}

// newClaude reports whether m is Claude 4.7 or newer; one whose version can't
// be read counts as new.
func newClaude(m model) bool {
	return claude(m) && version(m) >= 407
}

// version of claude-NAME-MAJOR[-MINOR] as major*100+minor, or a high number.
func version(m model) int {
	const unreadable = 1 << 20
	words := strings.Split(m.id, "-")
	if len(words) < 3 || len(words) > 4 {
		return unreadable
	}
	n := 0
	for i, w := range append(words[2:], "0")[:2] {
		v, err := strconv.Atoi(w)
		if err != nil || v > 99 {
			return unreadable
		}
		n += v * []int{100, 1}[i]
	}
	return n
}
